using KPDD.T5;

namespace KPDD.Torch;

/// <summary>Puts a trained student into a folder in the hub's layout, with its <c>kpdd.json</c>: the whole model or none of it.</summary>
/// <remarks>
/// The output folder also holds the lock and the checkpoints, so it cannot itself be renamed. Instead the model is written whole into a folder inside it,
/// which one rename declares complete; then its files take their places. Between two epochs of a training only the weights differ, and one rename exchanges them:
/// a reader sees the old best epoch or the new one. Where another model lay there before, its config.json goes first and the new one comes last: a reader sees
/// the old model, no model, or the new one, never a mixture. A killed exchange is finished when the folder is next opened for training.
/// </remarks>
internal sealed class TrainedModelFolder(string folder, Action<string> beforeChange)
{
    private const string Config = "config.json";

    // Every small file that belongs to a model; config.json, which makes a folder a model, is handled apart.
    private static readonly string[] SmallFiles = [.. TokenizerFile.Companions, StudentDescriptionFile.FileName, ModelWeights.IndexFileName];
    private readonly string partial = Path.Combine(folder, "model.partial");
    private readonly string complete = Path.Combine(folder, "model.next");

    /// <summary>Replaces the folder's model.</summary>
    public void Save(T5Model model, T5TrainerSettings settings)
    {
        DeletePartial();
        Directory.CreateDirectory(partial);
        foreach (string name in TokenizerFile.Companions.Where(name => File.Exists(Path.Combine(settings.ModelFolder, name))))
        {
            Copy(settings.ModelFolder, partial, name);
        }

        beforeChange(Config);
        model.Config.Save(Path.Combine(partial, Config));
        beforeChange(StudentDescriptionFile.FileName);
        // A training makes one model; the members of the student that it started from are not beside it.
        StudentDescriptionFile.Save(partial, settings.Student with { Members = null, Channel = null });
        beforeChange(ModelWeights.FileName);
        ModelWeights.Save(partial, T5ModelFiles.Weights(model));
        beforeChange(complete);
        Directory.Move(partial, complete);
        Finish();
    }

    /// <summary>Finishes the exchange that a kill cut short, if there is one.</summary>
    public void Recover()
    {
        Finish();
        DeletePartial();
    }

    /// <summary>Moves the complete model into its place. Each step can be repeated, so that it may be cut short anywhere and run again.</summary>
    private void Finish()
    {
        if (!Directory.Exists(complete))
        {
            return;
        }

        bool otherModel = !SmallFiles.Append(Config).All(IsEqual);
        if (otherModel)
        {
            Delete(Config);
            foreach (string name in SmallFiles)
            {
                if (File.Exists(Path.Combine(complete, name)))
                {
                    Copy(complete, folder, name);
                }
                else
                {
                    Delete(name);
                }
            }
        }

        string weights = Path.Combine(complete, ModelWeights.FileName);
        if (File.Exists(weights))
        {
            beforeChange(weights);
            File.Move(weights, Path.Combine(folder, ModelWeights.FileName), overwrite: true);
        }

        if (otherModel)
        {
            Copy(complete, folder, Config);
        }

        // Renamed before it is deleted: half of a deleted folder must not pass for a complete one.
        DeletePartial();
        beforeChange(partial);
        Directory.Move(complete, partial);
        DeletePartial();
    }

    private bool IsEqual(string name)
    {
        string now = Path.Combine(folder, name);
        string next = Path.Combine(complete, name);
        return File.Exists(now) == File.Exists(next) && (!File.Exists(now) || File.ReadAllBytes(now).AsSpan().SequenceEqual(File.ReadAllBytes(next)));
    }

    private void Copy(string source, string target, string name)
    {
        beforeChange(name);
        WholeFile.Write(Path.Combine(target, name), stream =>
        {
            using FileStream input = File.OpenRead(Path.Combine(source, name));
            input.CopyTo(stream);
        });
    }

    private void Delete(string name)
    {
        beforeChange(name);
        File.Delete(Path.Combine(folder, name));
    }

    private void DeletePartial()
    {
        if (Directory.Exists(partial))
        {
            beforeChange(partial);
            Directory.Delete(partial, recursive: true);
        }
    }
}
