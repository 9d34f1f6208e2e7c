using KPDD.T5;
using KPDD.Torch.Tests.Training;
using static TorchSharp.torch;

namespace KPDD.Torch.Tests;

/// <summary>Long work keeps its memory: the count of live tensors, and what the process has resident, which also holds what no counter knows.</summary>
[Collection(nameof(LiveTensorCollection))]
public class MemoryTests
{
    /// <summary>How many times what was resident may be resident a hundred calls, or more, later.</summary>
    internal const double MostGrowth = 1.02;

    [Theory]
    [InlineData(OptimizerKind.AdamW, false)]
    [InlineData(OptimizerKind.AdamW, true)]
    [InlineData(OptimizerKind.Adafactor, false)]
    public void Execute_ThreeHundredSteps_KeepTensorsAndResidentMemory(OptimizerKind optimizer, bool checkpointing)
    {
        TrainingOptions options = TinyTraining.Options(epochs: 100);
        options.Optimizer = optimizer;
        options.GradientCheckpointing = checkpointing;
        options.WeightAverageDecay = 0.9;
        var measured = new Dictionary<int, (long Tensors, long Resident)>();
        var progress = new ProgressList(report =>
        {
            if (report.Step % 100 == 0)
            {
                measured[report.Step] = Measure();
            }
        });
        using var run = TrainingRun.Open(TinyTraining.Settings(), TinyTraining.Problems, [], options);

        run.Execute(progress, CancellationToken.None);

        AssertFlat(measured[200], measured[300]);
    }

    [Fact]
    public void Generate_ThousandCallsOnLibtorch_KeepTensorsAndResidentMemory()
    {
        // Products this small only wait for a second thread: on a busy machine the calls take ten times as long with it.
        set_num_threads(1);
        using TorchT5Engine engine = TorchT5Engine.Load((string)ReferenceCase.Folders().First().Data);
        var options = new GenerationOptions { MaxNewTokens = 3, NumBeams = 2 };
        (long, long) before = default;
        for (int call = 1; call <= 1000; call++)
        {
            T5Generator.Generate(engine, [[5, 6, 1]], options, engine.Config.VocabSize);
            before = call == 900 ? Measure() : before;
        }

        AssertFlat(before, Measure());
    }

    private static void AssertFlat((long Tensors, long Resident) before, (long Tensors, long Resident) after)
    {
        Assert.Equal(before.Tensors, after.Tensors);
        Assert.True(after.Resident <= before.Resident * MostGrowth, $"resident memory grew from {before.Resident} to {after.Resident} bytes");
    }

    /// <summary>After a collection, so that managed garbage awaiting its turn does not count as growth.</summary>
    internal static (long Tensors, long Resident) Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return (Tensor.TotalCount, Environment.WorkingSet);
    }
}
