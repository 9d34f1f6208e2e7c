using System.Text.Json;

namespace KPDD.Distillation;

/// <summary>Puts each line of result files where it belongs.</summary>
internal sealed class BatchImporter(JournalWriter journal, CompletedPaths completed, Dictionary<BatchId, MathProblem> missing, TeacherCalls calls)
{
    private readonly HashSet<BatchId> written = [];
    private int repeated;
    private int failed;
    private string? lastFailure;

    public BatchImport Result => new(written.Count, repeated, failed, missing.Count - written.Count) { LastFailure = lastFailure };

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
                    Add(BatchResultLine.Parse(line), $"{file}, line {number}");
                }
            }
        }
        catch (JsonException e)
        {
            throw new KpddException($"{file}, line {number}: this is no result of a batch ({e.Message.TrimEnd('.')}). Fetch the file again; what stands before the line is kept.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KpddException($"{file}: the result file cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private void Add(BatchResultLine line, string where)
    {
        if (!BatchId.TryParse(line.CustomId, out BatchId id) || !(missing.ContainsKey(id) || completed.Contains(id.Number, id.Path)))
        {
            throw new KpddException($"{where}: '{line.CustomId}' is no request of this run. Give the results of its own batch file.");
        }

        if (line.Reply is null)
        {
            failed++;
            lastFailure = $"{id}: {line.Failure}";
        }
        else if (!missing.TryGetValue(id, out MathProblem? problem) || !written.Add(id))
        {
            repeated++;
        }
        else
        {
            journal.Append(JournalLine.From(id.Number, calls.Read(problem, id.Path, [line.Reply])));
        }
    }
}
