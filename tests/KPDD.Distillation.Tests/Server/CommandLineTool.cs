namespace KPDD.Distillation.Tests.Server;

/// <summary>The command line tool that was built together with these tests.</summary>
internal static class CommandLineTool
{
    /// <summary>Its path; the test that asks for it is skipped where the tool is not built.</summary>
    public static string Find()
    {
        // .../tests/KPDD.Distillation.Tests/bin/CONFIGURATION/net10.0
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        string tool = Path.Combine(
            output.Parent!.Parent!.Parent!.Parent!.Parent!.FullName, "samples", "Kpdd", "bin", output.Parent.Name, output.Name, "kpdd-cli.dll");
        Assert.SkipUnless(File.Exists(tool), $"The command line tool is not built: {tool}");
        return tool;
    }
}
