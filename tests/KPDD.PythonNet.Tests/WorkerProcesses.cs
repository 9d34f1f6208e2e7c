using System.Globalization;

namespace KPDD.PythonNet.Tests;

/// <summary>Processes below this one, read from /proc.</summary>
internal static class WorkerProcesses
{
    /// <summary>Up to so many processes of two workers of either kind wait for programs to come; their number changes from program to program.</summary>
    public const int MostAhead = 2 * 2 * 8;

    /// <summary>Interpreters that this process started itself.</summary>
    public static int[] Children() => [.. Table().Where(process => process.Value == Environment.ProcessId).Select(process => process.Key)];

    /// <summary>Every process below this one.</summary>
    public static int[] Descendants()
    {
        var parents = Table();
        return [.. parents.Keys.Where(process => IsBelow(process, parents))];
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
