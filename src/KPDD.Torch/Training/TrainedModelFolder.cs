using KPDD.T5;

namespace KPDD.Torch;

/// <summary>Writes a trained student as a model folder in the hub's layout, with its <c>kpdd.json</c>.</summary>
internal static class TrainedModelFolder
{
    private static readonly string[] TokenizerFiles = ["spiece.model", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"];

    public static void Save(string folder, T5Model model, T5TrainerSettings settings)
    {
        Directory.CreateDirectory(folder);
        foreach (string name in TokenizerFiles)
        {
            string source = Path.Combine(settings.ModelFolder, name);
            string target = Path.Combine(folder, name);
            if (File.Exists(source) && Path.GetFullPath(source) != Path.GetFullPath(target))
            {
                WholeFile.Write(target, stream =>
                {
                    using FileStream input = File.OpenRead(source);
                    input.CopyTo(stream);
                });
            }
        }

        model.Config.Save(Path.Combine(folder, "config.json"));
        StudentDescriptionFile.Save(folder, settings.Student);
        ModelWeights.Save(folder, T5ModelFiles.Weights(model));
    }
}
