using KPDD.T5;
using Microsoft.Extensions.Options;

namespace KPDD;

/// <summary>Finds what is wrong with the options when the app starts, not at the first problem it solves.</summary>
internal sealed class KpddOptionsValidator : IValidateOptions<KpddOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, KpddOptions options)
    {
        var failures = new List<string>();
        CheckFolder(nameof(options.KeyModelFolder), options.KeyModelFolder, key => StudentFolder.RequireStage(key, DistillationStage.KeyPoints));
        CheckSolveFolder(nameof(options.ProgramOfThoughtModelFolder), RationaleKind.ProgramOfThought);
        CheckSolveFolder(nameof(options.ChainOfThoughtModelFolder), RationaleKind.ChainOfThought);
        if (!Enum.IsDefined(options.DefaultKind))
        {
            failures.Add($"KpddOptions.{nameof(options.DefaultKind)} is no rationale kind.");
        }
        else if (options.SolveModelFolder(options.DefaultKind) is null)
        {
            failures.Add($"KpddOptions.{options.DefaultKind}ModelFolder must be set, because {nameof(options.DefaultKind)} is {options.DefaultKind}.");
        }

        Check(string.Empty, () => options.Engine?.Validate());
        Check(string.Empty, () => options.Programs?.Validate());
        Check(string.Empty, () => options.Python?.Validate());
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void CheckSolveFolder(string option, RationaleKind kind) => CheckFolder(option, options.SolveModelFolder(kind), folder =>
        {
            StudentFolder.RequireStage(folder, DistillationStage.Solve);
            StudentFolder.KindOf(folder, kind);
        });

        void CheckFolder(string option, string? folder, Action<string> checkDescription)
        {
            if (folder is not null && !T5TextGenerator.IsModelFolder(folder))
            {
                failures.Add($"KpddOptions.{option}: '{folder}' is no model folder, it has neither config.json nor kpdd.json.");
            }
            else if (folder is not null)
            {
                Check($"KpddOptions.{option}: ", () => checkDescription(folder));
            }
        }

        void Check(string prefix, Action validate)
        {
            try
            {
                validate();
            }
            catch (Exception e) when (e is ArgumentException or KpddException)
            {
                failures.Add(prefix + e.Message);
            }
        }
    }
}
