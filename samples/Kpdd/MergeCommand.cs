using System.CommandLine;
using KPDD.Distillation;

namespace KPDD.Samples;

/// <summary><c>kpdd merge</c>: joins the shards of a run, and checks that nothing is missing and nothing there twice.</summary>
internal static class MergeCommand
{
    public static Command Create()
    {
        var shards = new Argument<DirectoryInfo[]>("shards") { Description = "The folders of all shards", Arity = ArgumentArity.OneOrMore };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder for the joined run", HelpName = "DIR", Required = true };
        var json = new Option<bool>("--json") { Description = "End with one JSON object" };
        var command = new Command("merge", "Join the shards of a run.") { shards, output, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            string folder = parsed.GetRequiredValue(output).FullName;
            RunManifest merged = ShardMerge.Merge([.. parsed.GetRequiredValue(shards).Select(shard => shard.FullName)], folder, cancellationToken);
            if (parsed.GetValue(json))
            {
                JsonLines.Write(new { folder, merged.Problems, merged.Paths });
            }
            else
            {
                Console.WriteLine($"{merged.Problems} problems with {merged.Paths} paths each joined in {folder}");
            }

            return Task.FromResult(0);
        });
        return command;
    }
}
