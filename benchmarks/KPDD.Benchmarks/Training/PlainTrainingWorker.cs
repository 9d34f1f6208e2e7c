using System.Diagnostics;
using System.Text.Json;
using KPDD.Benchmarks.Comparison;
using KPDD.Benchmarks.Plain;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace KPDD.Benchmarks.Training;

/// <summary>The process that trains the plain port with TorchSharp's own AdamW: one step a request.</summary>
internal static class PlainTrainingWorker
{
    public const string Verb = "plain-training";

    public static void Run(int threads)
    {
        set_num_threads(threads);
        using var model = new PlainT5(TrainingTask.Model);
        foreach (var (name, parameter) in model.named_parameters().Where(p => p.parameter.dim() > 1))
        {
            nn.init.normal_(parameter, 0, name == "shared.weight" ? 1 : 1 / Math.Sqrt(parameter.shape[1]));
        }

        model.train();
        using var optimizer = optim.AdamW(model.parameters(), TrainingTask.LearningRate, weight_decay: TrainingTask.WeightDecay);
        using Tensor input = Ids(1), labels = Ids(2);
        using Tensor shifted = cat([zeros([TrainingTask.Rows, 1], ScalarType.Int64), labels.narrow(1, 0, TrainingTask.Tokens - 1)], 1);
        while (Console.ReadLine() is { Length: > 0 })
        {
            long start = Stopwatch.GetTimestamp();
            double loss = Step(model, optimizer, input, shifted, labels);
            Console.WriteLine(JsonSerializer.Serialize(new TimedTrial(Stopwatch.GetElapsedTime(start).TotalSeconds, Statistics.PeakMegabytes(), loss)));
        }
    }

    private static double Step(PlainT5 model, optim.Optimizer optimizer, Tensor input, Tensor shifted, Tensor labels)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        Tensor logits = model.Decode(shifted, model.Encode(input), null);
        Tensor loss = F.cross_entropy(logits.view(-1, TrainingTask.Model.VocabSize), labels.view(-1));
        loss.backward();
        nn.utils.clip_grad_norm_(model.parameters(), TrainingTask.MaxGradientNorm);
        optimizer.step();
        return loss.ToDouble();
    }

    private static Tensor Ids(int seed) =>
        randint(2, TrainingTask.Model.VocabSize, [TrainingTask.Rows, TrainingTask.Tokens], ScalarType.Int64, generator: new Generator((ulong)seed));
}
