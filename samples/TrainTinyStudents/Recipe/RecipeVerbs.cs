using System.Diagnostics;
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

    public static async Task TrainAsync(
        TrainingData data, StudentRecipe recipe, string startFolder, string output, CancellationToken cancellationToken)
    {
        T5Tokenizer tokenizer = T5Tokenizer.Load(startFolder);
        var settings = new T5TrainerSettings
        {
            ModelFolder = startFolder,
            NewModel = recipe.Shape is null ? null : recipe.Shape with { VocabSize = (tokenizer.VocabularySize + 7) / 8 * 8 },
            Student = recipe.Student,
            EpochExamples = epoch => recipe.Examples(data, epoch),
            Threads = recipe.Threads,
        };
        TrainingOptions options = recipe.Options.Clone();
        options.OutputFolder = output;
        options.Resume = File.Exists(Path.Combine(output, "checkpoint.json"));
        Directory.CreateDirectory(output);
        using var log = new StreamWriter(Path.Combine(output, "log.txt"), append: true) { AutoFlush = true };
        await new T5DistillationTrainer(settings)
            .TrainAsync(recipe.Examples(data, 1), [], options, new LossLog(log), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Copies a trained student in fewer bytes: in float16 its answers do not change; int8 keeps the embedding in float16.</summary>
    public static void Pack(string from, string to, string weights)
    {
        string half = weights switch
        {
            "float16" => to,
            "int8" => Path.Combine(from, "float16"),
            _ => throw new ArgumentException($"--weights is '{weights}', expected float16 or int8."),
        };
        Directory.CreateDirectory(half);
        foreach (string name in (string[])["config.json", "kpdd.json", "spiece.model", "tokenizer_config.json"])
        {
            File.Copy(Path.Combine(from, name), Path.Combine(half, name), overwrite: true);
        }

        ModelWeights.Save(half, ModelWeights.Load(from).Values.Select(w => WeightTensor.FromFloat32(w.Name, w.Shape, w.ToFloat32(), WeightType.Float16)));
        if (half != to)
        {
            Directory.CreateDirectory(to);
            File.Delete(Path.Combine(to, "config.json")); // of the student before, which would be refused to be written over
            ModelQuantization.SaveInt8(half, to);
        }
    }

    /// <summary>A line each fifty steps, to the console and to the log in the output folder.</summary>
    private sealed class LossLog(TextWriter log) : IProgress<TrainingProgress>
    {
        private const int Interval = 50;
        private readonly Stopwatch clock = Stopwatch.StartNew();
        private double sum;
        private int count;

        public void Report(TrainingProgress value)
        {
            sum += value.Loss;
            if (++count % Interval != 0)
            {
                return;
            }

            string line = string.Create(
                CultureInfo.InvariantCulture,
                $"{clock.Elapsed.TotalSeconds,7:0} s  epoch {value.Epoch}/{value.Epochs}  step {value.Step}/{value.Steps}  loss {sum / Interval:0.0000}  learning rate {value.LearningRate:0.000000}");
            Console.WriteLine(line);
            log.WriteLine(line);
            sum = 0;
        }
    }
}
