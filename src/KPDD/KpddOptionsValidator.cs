using Microsoft.Extensions.Options;

namespace KPDD;

/// <summary>Finds what is wrong with the options when the app starts, not at the first problem it solves.</summary>
internal sealed class KpddOptionsValidator : IValidateOptions<KpddOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, KpddOptions options)
    {
        var failures = new List<string>();
        CheckFolder(nameof(options.KeyModelFolder), options.KeyModelFolder);
        CheckFolder(nameof(options.ProgramOfThoughtModelFolder), options.ProgramOfThoughtModelFolder);
        CheckFolder(nameof(options.ChainOfThoughtModelFolder), options.ChainOfThoughtModelFolder);
        if (!Enum.IsDefined(options.DefaultKind))
        {
            failures.Add($"KpddOptions.{nameof(options.DefaultKind)} is no rationale kind.");
        }
        else if (options.SolveModelFolder(options.DefaultKind) is null)
        {
            failures.Add($"KpddOptions.{options.DefaultKind}ModelFolder must be set, because {nameof(options.DefaultKind)} is {options.DefaultKind}.");
        }

        Check(() => options.Programs?.Validate());
        Check(() => options.Python?.Validate());
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void CheckFolder(string option, string? folder)
        {
            if (folder is not null && !File.Exists(Path.Combine(folder, "config.json")))
            {
                failures.Add($"KpddOptions.{option}: '{folder}' is no model folder, it has no config.json.");
            }
        }

        void Check(Action validate)
        {
            try
            {
                validate();
            }
            catch (ArgumentException e)
            {
                failures.Add(e.Message);
            }
        }
    }
}
