using Spectre.Console;
using Spectre.Console.Rendering;

namespace KPDD.Samples;

/// <summary>Hands each report on at once, on the thread that made it: <see cref="Progress{T}"/> would let them overtake each other.</summary>
internal sealed class Callback<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}

/// <summary>A progress bar on standard error; nothing at all when that is not a terminal.</summary>
internal static class ProgressBar
{
    /// <param name="title">What goes on.</param>
    /// <param name="total">Its number of steps.</param>
    /// <param name="work">Does it, telling steps done and a short note.</param>
    public static Task RunAsync(string title, int total, Func<Action<int, string>, Task> work)
    {
        if (Console.IsErrorRedirected)
        {
            return work((_, _) => { });
        }

        IAnsiConsole error = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return error.Progress().Columns(new BarAndNoteColumn(), new PercentageColumn()).StartAsync(context =>
        {
            ProgressTask task = context.AddTask(title, maxValue: Math.Max(total, 1));
            return work((done, note) =>
            {
                task.Value = done;
                task.Description = Markup.Escape($"{title}: {note}");
            });
        });
    }

    /// <summary>The bar, and below it what is to be said, so that in a narrow terminal neither pushes the other out.</summary>
    private sealed class BarAndNoteColumn : ProgressColumn
    {
        private readonly ProgressBarColumn bar = new();

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Rows(bar.Render(options, task, deltaTime), new Markup(task.Description));
    }
}
