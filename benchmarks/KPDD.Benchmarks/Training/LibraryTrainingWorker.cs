using System.Diagnostics;
using System.Text.Json;
using KPDD.Benchmarks.Comparison;
using KPDD.Models;
using KPDD.Torch;

namespace KPDD.Benchmarks.Training;

/// <summary>The process that trains with <see cref="T5DistillationTrainer"/>, as a user would: its report of progress after each step waits for the next request.</summary>
internal static class LibraryTrainingWorker
{
    public const string Verb = "library-training";

    // Enough that an epoch never ends: its end would be timed with a step.
    private const int Steps = 100;

    public static async Task RunAsync(int threads)
    {
        using var finished = new CancellationTokenSource();
        var options = new TrainingOptions
        {
            BatchSize = TrainingTask.Rows,
            LearningRate = TrainingTask.LearningRate,
            WeightDecay = TrainingTask.WeightDecay,
            MaxGradientNorm = TrainingTask.MaxGradientNorm,
            Schedule = LearningRateSchedule.Constant,
            WarmupSteps = 0,
            MaxInputTokens = TrainingTask.Tokens,
            MaxTargetTokens = TrainingTask.Tokens,
        };
        var trainer = new T5DistillationTrainer(new T5TrainerSettings
        {
            ModelFolder = TinyModels.ModelFolder(DistillationStage.KeyPoints),
            NewModel = TrainingTask.Model,
            Student = new StudentDescription { RationaleKind = RationaleKind.ChainOfThought },
            Threads = threads,
        });
        Console.ReadLine();
        try
        {
            await trainer.TrainAsync([.. Enumerable.Range(0, Steps * TrainingTask.Rows).Select(Example)], [], options, new StepClock(finished), finished.Token);
        }
        catch (OperationCanceledException)
        {
            // No more requests.
        }
    }

    /// <summary>Longer than what is read of it, so that every row is full.</summary>
    private static DistillationExample Example(int number)
    {
        string text = string.Join(' ', Enumerable.Range(number, TrainingTask.Tokens).Select(i => $"pen {i % 97}"));
        return new DistillationExample(new MathProblem($"{number}", text)) { Rationale = new Rationale(RationaleKind.ChainOfThought, text) };
    }

    private sealed class StepClock(CancellationTokenSource finished) : IProgress<TrainingProgress>
    {
        private long start = Stopwatch.GetTimestamp();

        public void Report(TrainingProgress value)
        {
            Console.WriteLine(JsonSerializer.Serialize(new TimedTrial(Stopwatch.GetElapsedTime(start).TotalSeconds, Statistics.PeakMegabytes(), value.Loss)));
            if (Console.ReadLine() is not { Length: > 0 })
            {
                finished.Cancel();
            }

            start = Stopwatch.GetTimestamp();
        }
    }
}
