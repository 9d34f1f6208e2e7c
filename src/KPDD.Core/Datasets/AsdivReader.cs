using System.Xml;
using System.Xml.Linq;

namespace KPDD;

/// <summary>Reads ASDiv: XML whose answers carry units (<c>9 (apples)</c>) and may be words, ratios or several values.</summary>
internal static class AsdivReader
{
    /// <summary>The problems, in file order.</summary>
    public static IEnumerable<MathProblem> Read(DataFile file)
    {
        var ids = new ProblemIds(file);
        int index = 0;
        foreach (XElement problem in Parse(file).Descendants("Problem"))
        {
            string id = problem.Attribute("ID")?.Value.Trim() is { Length: > 0 } own ? own : ProblemIds.ByIndex(DatasetFormat.Asdiv, file, index);
            string where = $"record {++index} ('{id}', line {((IXmlLineInfo)problem).LineNumber})";
            string question = Require(file, where, problem, "Question");
            string? body = Optional(problem, "Body");
            yield return new MathProblem(ids.Claim(id, where), ProblemText.Join(body, question))
            {
                ExpectedAnswer = GoldAnswer.Normalise(Require(file, where, problem, "Answer")),
                Body = body,
                QuestionSentence = question,
                Equation = Optional(problem, "Formula"),
            };
        }

        if (index == 0)
        {
            throw file.Error("no <Problem> element found; is this the right format for the file?");
        }
    }

    private static XDocument Parse(DataFile file)
    {
        // A data file has no business with a DTD: entities could read other files or grow without end.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            using var reader = XmlReader.Create(new StringReader(file.Text), settings);
            return XDocument.Load(reader, LoadOptions.SetLineInfo);
        }
        catch (XmlException e)
        {
            throw file.Error($"line {Math.Max(e.LineNumber, 1)}", $"this is not well-formed XML ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private static string Require(DataFile file, string where, XElement problem, string name) =>
        Optional(problem, name) ?? throw file.Error(where, $"the element <{name}> is missing or empty.");

    private static string? Optional(XElement problem, string name) => problem.Element(name)?.Value.Trim() is { Length: > 0 } text ? text : null;
}
