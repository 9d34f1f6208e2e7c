using System.CommandLine;
using KPDD.T5;

namespace KPDD.Samples;

/// <summary><c>kpdd quantize</c>: a model folder once more with int8 weights, smaller and faster.</summary>
internal static class QuantizeCommand
{
    public static Command Create()
    {
        var model = new Option<DirectoryInfo>("--model") { Description = "The model folder", HelpName = "DIR", Required = true };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder for the int8 model", HelpName = "DIR", Required = true };
        var command = new Command("quantize", "Save a model folder with int8 weights.") { model, output };
        command.SetAction((parsed, _) =>
        {
            string from = parsed.GetRequiredValue(model).FullName, to = parsed.GetRequiredValue(output).FullName;
            ModelQuantization.SaveInt8(from, to);
            Console.WriteLine($"{WeightBytes(from) / 1e6:0.0} MB of weights became {WeightBytes(to) / 1e6:0.0} MB in {to}");
            return Task.FromResult(0);
        });
        return command;
    }

    private static long WeightBytes(string folder) => new DirectoryInfo(folder).EnumerateFiles("*.safetensors").Sum(file => file.Length);
}
