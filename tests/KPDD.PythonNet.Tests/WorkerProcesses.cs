using System.Globalization;

namespace KPDD.PythonNet.Tests;

/// <summary>Processes below this one, read from /proc.</summary>
internal static class WorkerProcesses
{
    /// <summary>Interpreters that this process started itself.</summary>
    public static int[] Children() => [.. Table().Where(process => process.Value == Environment.ProcessId).Select(process => process.Key)];

    /// <summary>Every process below this one.</summary>
    public static int[] Descendants()
    {
        var parents = Table();
        return [.. parents.Keys.Where(process => IsBelow(process, parents))];
    }

    /// <summary>
    /// Passes when every process of a program that lives now is gone once all executors have run some more. Those that wait for programs to come are used up by
    /// then, so what stays was left behind.
    /// </summary>
    public static async Task RequireTurnoverAsync(params IsolatedPythonExecutor[] executors)
    {
        var programs = Programs();
        for (var attempt = 0; attempt < 200 && programs.Any(Lives); attempt++)
        {
            // Two at a time, so that both workers take some, and those that have loaded Python's library as well as those that have not.
            foreach (var program in new[] { "answer = 1", "import math\nanswer = 1" })
            {
                await Task.WhenAll(executors.SelectMany(executor => new[] { executor.ExecuteAsync(program), executor.ExecuteAsync(program) }));
            }
        }

        Assert.DoesNotContain(programs, process => Lives(process));
    }

    /// <summary>Launchers and workers. How many processes wait below a worker for programs to come changes from program to program; these stay.</summary>
    public static int[] Interpreters()
    {
        var parents = Table();
        return [.. parents.Keys.Where(process => IsBelow(process, parents) && !IsProgram(process, parents))];
    }

    /// <summary>Whether a process with this number runs; a dead one that waits for its parent does not.</summary>
    public static bool Lives(int process) => Table().ContainsKey(process);

    /// <summary>Waits until the condition holds; fails when it does not within ten seconds.</summary>
    public static async Task WaitForAsync(Func<bool> condition)
    {
        for (var attempt = 0; attempt < 200 && !condition(); attempt++)
        {
            await Task.Delay(50);
        }

        Assert.True(condition());
    }

    private static int[] Programs()
    {
        var parents = Table();
        return [.. parents.Keys.Where(process => IsProgram(process, parents))];
    }

    /// <summary>A program's process, running or to come, or what it started: below a launcher and its worker.</summary>
    private static bool IsProgram(int process, Dictionary<int, int> parents) =>
        parents.TryGetValue(process, out var worker) && parents.TryGetValue(worker, out var launcher) && IsBelow(launcher, parents);

    private static bool IsBelow(int process, Dictionary<int, int> parents)
    {
        for (var step = 0; step < 64 && parents.TryGetValue(process, out var parent); step++)
        {
            if (parent == Environment.ProcessId)
            {
                return true;
            }

            process = parent;
        }

        return false;
    }

    private static Dictionary<int, int> Table()
    {
        Dictionary<int, int> parents = [];
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var process) && ReadParent(folder) is { } parent)
            {
                parents[process] = parent;
            }
        }

        return parents;
    }

    private static int? ReadParent(string folder)
    {
        try
        {
            // The name in parentheses may hold anything; state and parent follow it.
            var stat = File.ReadAllText(Path.Combine(folder, "stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : int.Parse(fields[1], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
