using KPDD.PythonNet.Discovery;

namespace KPDD.PythonNet.Tests.Discovery;

public class InterpreterSearchTests
{
    [Fact]
    public void Candidates_NamedInterpreter_IsTheOnlyOne() =>
        Assert.Equal(["/opt/mine"], InterpreterSearch.Candidates("/opt/mine", _ => "/opt/other"));

    [Fact]
    public void Candidates_EnvironmentVariable_IsTheOnlyOne() =>
        Assert.Equal(["/opt/other"], InterpreterSearch.Candidates(null, name => name == "KPDD_PYTHON" ? "/opt/other" : null));

    [Fact]
    public void Candidates_OnPath_PutsRealOnesBeforeScriptsAndNewOnesFirst()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The names differ there.");
        var folder = Directory.CreateTempSubdirectory("kpdd-search-");
        try
        {
            string File(string name, string content)
            {
                var path = Path.Combine(folder.FullName, name);
                System.IO.File.WriteAllText(path, content);
                return path;
            }

            var script = File("python3.14", "#!/bin/sh\n");
            var older = File("python3.10", "binary");
            var newer = File("python3.12", "binary");

            var found = InterpreterSearch.Candidates(null, name => name == "PATH" ? folder.FullName : null)
                .Where(path => path.StartsWith(folder.FullName, StringComparison.Ordinal));

            Assert.Equal([newer, older, script], found);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
