using System.Text.Json;
using KPDD.T5;
using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>
/// Saves and restores a running training. A checkpoint is a folder of its own; <c>checkpoint.json</c> names the valid one and is replaced in one
/// move, so that a kill at any moment leaves either the old checkpoint or the new one.
/// </summary>
internal sealed class TrainingCheckpoint(string outputFolder)
{
    private const string OptimizerFile = "optimizer.bin";
    private readonly string pointer = Path.Combine(outputFolder, "checkpoint.json");

    /// <summary>The checkpoint as written in <c>checkpoint.json</c>.</summary>
    private sealed record Entry(string Folder, TrainingState State);

    private Entry? ReadEntry() => File.Exists(pointer) ? JsonSerializer.Deserialize<Entry>(File.ReadAllText(pointer)) : null;

    /// <summary>Writes everything the training needs to go on.</summary>
    public void Save(TrainingState state, T5Model model, ITrainingOptimizer optimizer, WeightAverage? average)
    {
        string? previous = ReadEntry()?.Folder;
        string name = $"checkpoint-{state.Step}";
        string folder = Path.Combine(outputFolder, name);
        Directory.CreateDirectory(folder);
        ModelWeights.Save(folder, T5ModelFiles.Weights(model));
        WholeFile.Write(Path.Combine(folder, OptimizerFile), stream =>
        {
            using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            optimizer.Save(writer);
        });
        if (average is not null)
        {
            ModelWeights.Save(Path.Combine(folder, "average"), average.Tensors.Zip(model.named_parameters(), (t, p) => T5ModelFiles.Weight(p.name, t)));
        }

        WholeFile.Write(pointer, JsonSerializer.Serialize(new Entry(name, state)));
        // Only what this training wrote: the folder may hold other trainers' checkpoints.
        if (previous is not null && previous != name && Directory.Exists(Path.Combine(outputFolder, previous)))
        {
            Directory.Delete(Path.Combine(outputFolder, previous), recursive: true);
        }
    }

    /// <summary>Restores the checkpoint into model, optimizer and average.</summary>
    /// <returns>The state, or null when there is no checkpoint.</returns>
    /// <exception cref="KpddException">The checkpoint is damaged, or belongs to a training with other data or options.</exception>
    public TrainingState? Restore(string fingerprint, T5Model model, ITrainingOptimizer optimizer, WeightAverage? average)
    {
        if (!File.Exists(pointer))
        {
            return null;
        }

        try
        {
            Entry entry = ReadEntry() ?? throw new JsonException("empty");
            if (entry.State.Fingerprint != fingerprint)
            {
                throw new KpddException($"The checkpoint in '{outputFolder}' belongs to a training with other examples or options ({entry.State.Fingerprint}; now {fingerprint}). Resume with the same ones, or start afresh in another output folder.");
            }

            string folder = Path.Combine(outputFolder, entry.Folder);
            T5ModelFiles.LoadWeights(model, folder);
            using (var reader = new BinaryReader(File.OpenRead(Path.Combine(folder, OptimizerFile))))
            {
                optimizer.Load(reader);
            }

            if (average is not null)
            {
                IReadOnlyDictionary<string, WeightTensor> tensors = ModelWeights.Load(Path.Combine(folder, "average"));
                using var guard = no_grad();
                foreach (var (target, (name, _)) in average.Tensors.Zip(model.named_parameters()))
                {
                    using Tensor source = tensor(tensors[name].ToFloat32(), target.shape);
                    target.copy_(source);
                }
            }

            return entry.State;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException)
        {
            throw new KpddException($"The checkpoint in '{outputFolder}' cannot be read: {e.Message} Delete its checkpoint.json to start afresh.", e);
        }
    }
}
