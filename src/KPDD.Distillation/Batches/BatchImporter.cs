using System.Globalization;
using System.Text.Json;

namespace KPDD.Distillation;

/// <summary>Puts each line of result files where it belongs: complete paths into the journal, the others beside it.</summary>
/// <param name="journal">Takes the complete paths.</param>
/// <param name="unfinished">Takes paths that need more answers.</param>
/// <param name="completed">The paths that were complete before.</param>
/// <param name="booked">The lines of result files that the journal has booked already (<see cref="SpentLine.Answer"/>).</param>
/// <param name="missing">The others; those that the results complete are taken out.</param>
/// <param name="calls">Reads the answers.</param>
/// <param name="run">What decides the run's answers.</param>
internal sealed class BatchImporter(
    JournalWriter journal,
    UnfinishedPaths unfinished,
    CompletedPaths completed,
    IEnumerable<string> booked,
    Dictionary<(int Number, int Path), BatchPath> missing,
    TeacherCalls calls,
    string run)
{
    private readonly HashSet<(int Number, int Path)> written = [];
    private readonly HashSet<string> known = [.. booked];
    private int answers;
    private int repeated;
    private int failed;
    private string? lastFailure;

    public BatchImport Result => new(answers, repeated, failed, missing.Count) { LastFailure = lastFailure };

    /// <exception cref="KpddException">The file cannot be read, or a line is no result of this run.</exception>
    public async Task ReadAsync(string file, CancellationToken cancellationToken)
    {
        int number = 0;
        try
        {
            await foreach (string line in File.ReadLinesAsync(file, cancellationToken).ConfigureAwait(false))
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line))
                {
                    BatchResultLine result = BatchResultLine.Parse(line);
                    Add(result, $"{file}, line {number}");
                    Book(result.Usage, line);
                }
            }
        }
        catch (JsonException e)
        {
            throw new KpddException($"{file}, line {number}: this is no result of a batch ({e.Message.TrimEnd('.')}). Fetch the file again; what stands before the line is kept.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KpddException($"{file}: the result file cannot be read ({e.Message.TrimEnd('.')}). Give the path of a readable file.", e);
        }
    }

    /// <summary>Books what a line of a result file was charged for, once, however often the file is read.</summary>
    private void Book(TokenUsage spent, string line)
    {
        string answer = TextFingerprint.Of(line).ToString("x32", CultureInfo.InvariantCulture);
        if (spent.Total > 0 && known.Add(answer))
        {
            journal.Append(new SpentLine(spent) { Answer = answer });
        }
    }

    private void Add(BatchResultLine line, string where)
    {
        if (!BatchId.TryParse(line.CustomId, out BatchId id) || !IsOfThisRun(id, out BatchPath? open))
        {
            string request = line.CustomId is null ? "the line names no request (custom_id), and so is" : $"'{line.CustomId}' is";
            throw new KpddException($"{where}: {request} no request of this run. Give the results of its own batch file.");
        }

        if (line.Reply is null)
        {
            failed++;
            lastFailure = $"Request {id}: {line.Failure}";
        }
        else if (open is not { } path || path.Replies.Any(reply => reply.Stage == id.Stage))
        {
            repeated++;
        }
        else
        {
            answers++;
            Keep(path.With(line.Reply with { Stage = id.Stage }));
        }
    }

    /// <summary>True for a request that this run's batch files hold or held.</summary>
    /// <param name="id">The request.</param>
    /// <param name="open">Its path; null when that is complete.</param>
    private bool IsOfThisRun(BatchId id, out BatchPath? open)
    {
        open = missing.TryGetValue((id.Number, id.Path), out BatchPath path) ? path : null;
        return open is null
            ? completed.Contains(id.Number, id.Path) || written.Contains((id.Number, id.Path))
            : id == BatchId.Of(path.Pending, id.Stage, run) && (path.Replies.Any(reply => reply.Stage == id.Stage) || calls.Dialogue.Next(path.Replies) == id.Stage);
    }

    private void Keep(BatchPath path)
    {
        (int number, MathProblem problem, int pathNumber) = path.Pending;
        JournalLine record = JournalLine.From(number, calls.Read(problem, pathNumber, path.Replies));
        if (calls.Dialogue.Next(path.Replies) is not null)
        {
            unfinished.Append(record);
            missing[(number, pathNumber)] = path;
            return;
        }

        journal.Append(record);
        missing.Remove((number, pathNumber));
        written.Add((number, pathNumber));
    }
}
