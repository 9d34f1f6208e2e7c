using System.Globalization;

namespace KPDD.TrainTinyStudents.Synthetic;

/// <summary>Reads a template file. A line that cannot be read becomes an error; the others still count.</summary>
/// <remarks>
/// <c>== id</c> starts a template. <c>b:</c> body sentences, <c>o:</c> optional ones, <c>q: text? = expression</c> questions,
/// <c>range: a 2-12, b 3-40</c>, <c>decimals</c> or <c>decimals: a c</c>. Lines that start with # are comments.
/// </remarks>
internal sealed class TemplateFile
{
    private readonly string name;
    private readonly List<Template> templates = [];
    private readonly List<string> errors = [];

    private TemplateFile(string name) => this.name = name;

    /// <summary>The templates that could be read.</summary>
    public IReadOnlyList<Template> Templates => templates;

    /// <summary>What could not be read: file, line and reason.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>Reads all template files that are embedded in this program.</summary>
    public static IReadOnlyList<TemplateFile> ReadEmbedded() =>
        [.. EmbeddedText.Names("Templates/").Select(resource => Parse(Path.GetFileName(resource), EmbeddedText.Read(resource)))];

    /// <summary>Reads one file's text.</summary>
    public static TemplateFile Parse(string name, string text)
    {
        var file = new TemplateFile(name);
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            var source = new SourceLine(name, ++number);
            try
            {
                file.ReadLine(line.Trim(), source);
            }
            catch (FormatException exception)
            {
                file.errors.Add($"{source}: {exception.Message}");
            }
        }

        file.RequireBodyAndQuestions();
        return file;
    }

    private void ReadLine(string line, SourceLine source)
    {
        if (line.Length == 0 || line[0] == '#')
        {
            return;
        }

        if (line.StartsWith("==", StringComparison.Ordinal))
        {
            string id = line[2..].Trim();
            templates.Add(new Template(id, source));
            if (id.Length == 0 || id.Contains(' ', StringComparison.Ordinal))
            {
                throw new FormatException("a template needs an id without spaces");
            }

            return;
        }

        Template template = templates.LastOrDefault() ?? throw new FormatException("a line before the first '== id'");
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        string key = colon < 0 ? line : line[..colon];
        string value = colon < 0 ? string.Empty : line[(colon + 1)..].Trim();
        switch (key)
        {
            case "b" or "o":
                template.Body.Add(new BodyLine(Sentence(value), Optional: key == "o", source));
                break;
            case "q":
                template.Questions.Add(Question(value, source));
                break;
            case "range":
                ReadRanges(template, value);
                break;
            case "decimals":
                template.DecimalLetters.UnionWith(value.Length == 0 ? "abcdefgh" : value.Where(char.IsAsciiLetterLower));
                break;
            default:
                throw new FormatException($"'{key}' is none of b, o, q, range, decimals");
        }
    }

    private static QuestionLine Question(string value, SourceLine source)
    {
        int equals = value.LastIndexOf(" = ", StringComparison.Ordinal);
        return equals < 0
            ? throw new FormatException("the question has no ' = expression'")
            : new QuestionLine(Sentence(value[..equals].Trim()), ExpressionParser.Parse(value[(equals + 3)..]), source);
    }

    private static string Sentence(string text)
    {
        if (text.Count(c => c == '[') != text.Count(c => c == ']') || text.Count(c => c == '{') != text.Count(c => c == '}'))
        {
            throw new FormatException("brackets or braces do not pair up");
        }

        return text.Length > 0 && text[^1] is '.' or '?' or '!' or ']'
            ? text
            : throw new FormatException("a sentence must end with . ? or !");
    }

    private static void ReadRanges(Template template, string value)
    {
        foreach (string part in value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            string[] words = part.Split([' ', '-', '='], StringSplitOptions.RemoveEmptyEntries);
            if (words is not [{ Length: 1 } letter, { } low, { } high]
                || !int.TryParse(low, CultureInfo.InvariantCulture, out int from)
                || !int.TryParse(high, CultureInfo.InvariantCulture, out int to)
                || from < 1 || to < from)
            {
                throw new FormatException($"'{part}' is not a range such as 'a 2-12'");
            }

            template.Ranges[letter[0]] = new NumberRange(from, to);
        }
    }

    private void RequireBodyAndQuestions()
    {
        foreach (Template template in templates.Where(template => template.Questions.Count == 0))
        {
            errors.Add($"{template.Source}: template '{template.Id}' has no question");
        }

        // A template without a readable question would never be drawn; it is reported, then left out.
        templates.RemoveAll(template => template.Questions.Count == 0);
    }
}
