using System.Text.Json;
using KPDD.T5;
using TorchSharp;
using static TorchSharp.torch;

namespace KPDD.Torch;

/// <summary>
/// Saves and restores a running training. A checkpoint is a folder of its own; <c>checkpoint.json</c> names the valid one and is replaced in one
/// move, so that a kill at any moment leaves either the old checkpoint or the new one.
/// </summary>
internal sealed class TrainingCheckpoint(string outputFolder, Action<string> beforeChange)
{
    // Checkpoints of other versions are refused, because equal losses could not be promised: 0 named too little of what its training depended on, 1 drew other dropout masks.
    private const int Version = 2;
    private const string FolderPrefix = "checkpoint-";
    private const string OptimizerFile = "optimizer.bin";
    private const string AverageFolder = "average";
    private readonly string pointer = Path.Combine(outputFolder, "checkpoint.json");

    /// <summary>The checkpoint folder that this training wrote or was restored from.</summary>
    private string? current;

    /// <summary>The checkpoint as written in <c>checkpoint.json</c>. Replaced names the one before, which a kill may have left in place.</summary>
    private sealed record Entry(int Version, string? Folder, string? Replaced, Dictionary<string, string>? Fingerprint, TrainingState? State);

    /// <summary>Writes everything the training needs to go on.</summary>
    public void Save(TrainingPlan plan, TrainingState state, TrainingWeights weights)
    {
        string? previous = current;
        if (previous is null && File.Exists(pointer))
        {
            // Another training's checkpoint, which this one replaces. It must not stay valid while files are written into a folder that may be its own.
            previous = FolderOfReplaced();
            beforeChange(pointer);
            File.Delete(pointer);
        }

        string name = $"{FolderPrefix}{state.Step}";
        WriteWeights(Path.Combine(outputFolder, name), weights);
        beforeChange(pointer);
        WholeFile.Write(pointer, JsonSerializer.Serialize(new Entry(Version, name, previous, new(plan.Fingerprint), state)));
        current = name;
        DeleteReplaced(previous);
    }

    /// <summary>Restores the checkpoint into model, optimizer and average.</summary>
    /// <returns>The state, or null when there is no checkpoint.</returns>
    /// <exception cref="KpddException">The checkpoint is damaged, or belongs to a training with other data or options.</exception>
    public TrainingState? Restore(TrainingPlan plan, TrainingWeights weights)
    {
        if (!File.Exists(pointer))
        {
            return null;
        }

        try
        {
            Entry entry = ReadEntry();
            RequireSameTraining(entry, plan);
            if (entry.State?.Fits(plan) != true)
            {
                throw new InvalidDataException("checkpoint.json contradicts itself.");
            }

            ReadWeights(Path.Combine(outputFolder, entry.Folder!), weights);
            current = entry.Folder;
            DeleteReplaced(entry.Replaced);
            return entry.State;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidDataException)
        {
            throw new KpddException($"The checkpoint in '{outputFolder}' cannot be read: {e.Message} Delete its checkpoint.json to start afresh.", e);
        }
    }

    private void RequireSameTraining(Entry entry, TrainingPlan plan)
    {
        if (entry.Version != Version)
        {
            throw new KpddException(
                $"The checkpoint in '{outputFolder}' has layout version {entry.Version}, this package continues version {Version}: it cannot tell whether the data and options are the same. Finish that training with the package that began it, or delete its checkpoint.json to start afresh.");
        }

        string differences = TrainingFingerprint.Differences(entry.Fingerprint ?? [], plan.Fingerprint);
        if (differences.Length > 0)
        {
            throw new KpddException(
                $"The checkpoint in '{outputFolder}' belongs to a training with other data or options: {differences}. Resume with the same ones, or start afresh in another output folder.");
        }
    }

    private Entry ReadEntry()
    {
        Entry entry = JsonSerializer.Deserialize<Entry>(File.ReadAllText(pointer)) ?? throw new JsonException("checkpoint.json holds null.");
        // The names are joined to the output folder, read from and deleted: they must not lead elsewhere.
        return IsCheckpoint(entry.Folder) && (entry.Replaced is null || IsCheckpoint(entry.Replaced))
            ? entry
            : throw new InvalidDataException($"checkpoint.json names the folder '{entry.Folder}' (and '{entry.Replaced}'), which is no checkpoint's.");
    }

    private static bool IsCheckpoint(string? name) => name?.StartsWith(FolderPrefix, StringComparison.Ordinal) == true && name == Path.GetFileName(name);

    /// <summary>Deletes only what a checkpoint.json named: the folder may hold other trainers' checkpoints.</summary>
    private void DeleteReplaced(string? name)
    {
        if (name is not null && name != current && Directory.Exists(Path.Combine(outputFolder, name)))
        {
            beforeChange(name);
            Directory.Delete(Path.Combine(outputFolder, name), recursive: true);
        }
    }

    /// <summary>The folder of the checkpoint to replace, or null when its checkpoint.json cannot be read.</summary>
    private string? FolderOfReplaced()
    {
        try
        {
            return ReadEntry().Folder;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            return null;
        }
    }

    private void WriteWeights(string folder, TrainingWeights weights)
    {
        beforeChange(folder);
        Directory.CreateDirectory(folder);
        ModelWeights.Save(folder, T5ModelFiles.Weights(weights.Model));
        beforeChange(OptimizerFile);
        WholeFile.Write(Path.Combine(folder, OptimizerFile), stream =>
        {
            using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
            weights.Optimizer.Save(writer);
        });
        if (weights.Average is { } average)
        {
            beforeChange(AverageFolder);
            ModelWeights.Save(
                Path.Combine(folder, AverageFolder), average.Tensors.Zip(weights.Model.named_parameters(), (t, p) => T5ModelFiles.Weight(p.name, t)));
        }
    }

    private static void ReadWeights(string folder, TrainingWeights weights)
    {
        T5ModelFiles.LoadWeights(weights.Model, folder);
        using (var reader = new BinaryReader(File.OpenRead(Path.Combine(folder, OptimizerFile))))
        {
            weights.Optimizer.Load(reader);
        }

        if (weights.Average is { } average)
        {
            IReadOnlyDictionary<string, WeightTensor> tensors = T5ModelFiles.ReadWeights(weights.Model.Config, Path.Combine(folder, AverageFolder));
            using var guard = no_grad();
            foreach (var (target, (name, _)) in average.Tensors.Zip(weights.Model.named_parameters()))
            {
                using Tensor source = tensor(tensors[name].ToFloat32(), target.shape);
                target.copy_(source);
            }
        }
    }
}
