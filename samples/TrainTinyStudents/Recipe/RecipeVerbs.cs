using System.Globalization;
using KPDD.T5;
using KPDD.Torch;
using KPDD.TrainTinyStudents.Synthetic;

namespace KPDD.TrainTinyStudents.Recipe;

/// <summary>The steps of the recipe as verbs of this program.</summary>
internal static class RecipeVerbs
{
    public static void WriteCorpus(TrainingData data, string path)
    {
        var format = new MaskedTextFormat();
        using var writer = new StreamWriter(path);
        foreach (SyntheticProblem problem in data.Epoch(1).Concat(data.Epoch(2)))
        {
            writer.WriteLine(format.FormatSolvePrompt(new SolveRequest(problem.Problem)));
            writer.WriteLine(format.FormatSolveTarget(new SolveRequest(problem.Problem), problem.ProgramOfThought));
        }
    }

    public static async Task TrainAsync(TrainingData data, StudentRecipe recipe, string vocabularyFolder, string output, CancellationToken cancellationToken)
    {
        T5Tokenizer tokenizer = T5Tokenizer.Load(vocabularyFolder);
        var settings = new T5TrainerSettings
        {
            ModelFolder = vocabularyFolder,
            NewModel = recipe.Shape with { VocabSize = (tokenizer.VocabularySize + 7) / 8 * 8 },
            Student = recipe.Student,
            EpochExamples = epoch => recipe.Examples(data, epoch),
            Threads = recipe.Threads,
        };
        var log = new StreamWriter(new FileStream(Path.Combine(Directory.CreateDirectory(output).FullName, "log.txt"), FileMode.Append)) { AutoFlush = true };
        var clock = System.Diagnostics.Stopwatch.StartNew();
        double sum = 0;
        int count = 0;
        var progress = new Progress(p =>
        {
            sum += p.Loss;
            if (++count % 50 == 0)
            {
                log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds,8:0} s  epoch {p.Epoch}/{p.Epochs}  step {p.Step}/{p.Steps}  loss {sum / 50:0.0000}  lr {p.LearningRate:0.000000}"));
                sum = 0;
            }
        });
        TrainingOptions options = recipe.Options.Clone();
        options.OutputFolder = output;
        options.Resume = File.Exists(Path.Combine(output, "checkpoint.json"));
        await new T5DistillationTrainer(settings).TrainAsync(recipe.Examples(data, 1), [], options, progress, cancellationToken).ConfigureAwait(false);
        log.WriteLine($"done after {clock.Elapsed.TotalSeconds:0} s");
    }

    private sealed class Progress(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
