using System.CommandLine;
using KPDD.Models;
using KPDD.PythonNet;
using KPDD.T5;
using KPDD.Torch;

namespace KPDD.Samples;

/// <summary><c>kpdd train</c>: fine-tunes a student, keeps its best epoch, and goes on where a stopped run was.</summary>
internal static class TrainCommand
{
    private static readonly Dictionary<string, DistillationStage> Stages = new()
    {
        ["key"] = DistillationStage.KeyPoints,
        ["solve"] = DistillationStage.Solve,
        ["channel"] = DistillationStage.Channel,
    };

    public static Command Create()
    {
        var stage = new Option<string>("--stage") { Description = "What the student does: extract key points, solve, or re-rank programs by how well they explain the question", Required = true };
        stage.AcceptOnlyFromAmong([.. Stages.Keys]);
        var kind = new Option<string>("--kind") { Description = "How a solve student reasons: program or chain of thought", DefaultValueFactory = _ => "pot" };
        kind.AcceptOnlyFromAmong(RationaleKinds.Names);
        var data = new Option<FileInfo>("--data") { Description = $"What it learns from: {TrainingFile.Formats}", HelpName = "FILE", Required = true };
        var dev = new Option<FileInfo>("--dev") { Description = "What its best epoch is chosen by, in one of the same formats", HelpName = "FILE", Required = true };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder for the trained student and its checkpoint", HelpName = "DIR", Required = true };
        var resume = new Option<bool>("--resume") { Description = "Go on from the checkpoint in the output folder" };
        var from = new Option<DirectoryInfo?>("--from") { Description = "Student to start from, such as a Flan-T5 folder; default: the embedded one of this stage", HelpName = "DIR" };
        var scratch = new Option<bool>("--from-scratch") { Description = "Only take the shape and the vocabulary of the student to start from, not its weights" };
        Option<int> epochs = new Option<int>("--epochs") { Description = "Passes over the data", HelpName = "N", DefaultValueFactory = _ => 10 }
            .Require(value => value >= 1, "at least 1");
        Option<int> batch = new Option<int>("--batch") { Description = "Examples a step", HelpName = "N", DefaultValueFactory = _ => 32 }
            .Require(value => value is >= 1 and <= 1_000_000, "1 to 1000000");
        Option<double> rate = new Option<double>("--learning-rate") { Description = "Highest learning rate", HelpName = "N", DefaultValueFactory = _ => 5e-4 }
            .Require(value => value > 0 && double.IsFinite(value), "a number above 0");
        var seed = new Option<int>("--seed") { Description = "Seed of data order, dropout and initial weights", HelpName = "N", DefaultValueFactory = _ => 0 };
        Option<int?> threads = new Option<int?>("--threads") { Description = "Threads of libtorch; default: its own choice", HelpName = "N" }
            .Require(value => value >= 1, "at least 1");
        var device = new Option<string>("--device") { Description = "Where it runs: cpu or cuda", HelpName = "NAME", DefaultValueFactory = _ => "cpu" };
        var command = new Command("train", "Train a student.") { stage, kind, data, dev, output, resume, from, scratch, epochs, batch, rate, seed, threads, device };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string student = parsed.GetRequiredValue(output).FullName;
            RefuseToOverwrite(student, parsed.GetValue(resume));
            RationaleKind rationale = RationaleKinds.Parse(parsed.GetRequiredValue(kind));
            DistillationStage role = Stages[parsed.GetRequiredValue(stage)];
            RationaleKind taught = role == DistillationStage.Solve ? rationale : RationaleKind.ProgramOfThought;
            string start = parsed.GetValue(from)?.FullName ?? TinyModels.ModelFolder(role, rationale);
            IReadOnlyList<DistillationExample> training = TrainingFile.ReadFor(role, parsed.GetRequiredValue(data), taught);
            IReadOnlyList<DistillationExample> validation = TrainingFile.ReadToMeasure(role, parsed.GetRequiredValue(dev), taught);

            await using var python = new PythonProgramExecutor();
            var trainer = new T5DistillationTrainer(new T5TrainerSettings
            {
                ModelFolder = start,
                NewModel = parsed.GetValue(scratch) ? T5Config.Load(Path.Combine(start, "config.json")) : null,
                Student = Describe(start, role, taught),
                Evaluator = role == DistillationStage.Solve ? new AnswerAccuracy(python) : null,
                Threads = parsed.GetValue(threads),
                Device = parsed.GetRequiredValue(device),
            });
            var options = new TrainingOptions
            {
                OutputFolder = student,
                Resume = parsed.GetValue(resume),
                Epochs = parsed.GetValue(epochs),
                BatchSize = parsed.GetValue(batch),
                LearningRate = parsed.GetValue(rate),
                Seed = parsed.GetValue(seed),
            };
            Write(await RunAsync(trainer, training, validation, options, cancellationToken));
            return 0;
        });
        return command;
    }

    /// <summary>A finished student is hours of work: only what goes on with it may write over it.</summary>
    private static void RefuseToOverwrite(string folder, bool resume)
    {
        if (!resume && T5TextGenerator.IsModelFolder(folder))
        {
            throw new KpddException($"'{folder}' holds a student already. Choose another folder for --out, go on with its training by --resume, or delete it first.");
        }
    }

    private static async Task<TrainingResult> RunAsync(
        T5DistillationTrainer trainer,
        IReadOnlyList<DistillationExample> training,
        IReadOnlyList<DistillationExample> validation,
        TrainingOptions options,
        CancellationToken cancellationToken)
    {
        TrainingResult? result = null;
        await ProgressBar.RunAsync("training", 1000, async advance =>
        {
            var progress = new Callback<TrainingProgress>(now =>
                advance((int)(1000L * now.Step / now.Steps), $"epoch {now.Epoch} of {now.Epochs}, loss {now.Loss:0.000}{(now.BestScore is { } best ? $", best {best:P1}" : string.Empty)}"));
            try
            {
                result = await trainer.TrainAsync(training, validation, options, progress, cancellationToken);
            }
            catch (KpddException e)
            {
                throw new KpddException(TrainOptionNames.In(e.Message), e);
            }
        });
        return result!;
    }

    /// <summary>The text the start student reads; plain text, losslessly encoded for programs, when the folder does not say.</summary>
    private static StudentDescription Describe(string folder, DistillationStage stage, RationaleKind kind)
    {
        bool described = File.Exists(Path.Combine(folder, StudentDescriptionFile.FileName));
        StudentDescription known = StudentDescriptionFile.Load(folder);
        return known with
        {
            Stage = stage,
            RationaleKind = kind,
            LosslessEncoding = described ? known.LosslessEncoding : stage != DistillationStage.KeyPoints && kind == RationaleKind.ProgramOfThought,
        };
    }

    private static void Write(TrainingResult result)
    {
        foreach (EpochResult epoch in result.Epochs)
        {
            Console.WriteLine($"epoch {epoch.Epoch,3}   loss {epoch.MeanLoss:0.0000}   dev {(epoch.ValidationScore is { } score ? $"{score:P1}" : "-")}{(epoch.Epoch == result.BestEpoch ? "   kept" : string.Empty)}");
        }

        if (result.TruncatedExamples > 0)
        {
            Console.WriteLine($"{result.TruncatedExamples} examples were cut to the token limit");
        }

        Console.WriteLine($"written to {result.ModelFolder}");
    }
}
