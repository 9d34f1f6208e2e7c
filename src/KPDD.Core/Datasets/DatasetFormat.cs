namespace KPDD;

/// <summary>The file formats of the public data sets this library reads.</summary>
public enum DatasetFormat
{
    /// <summary>JSON lines of <c>question</c> and <c>answer</c>; the answer's last line is <c>#### n</c>. Name: <c>gsm8k</c>.</summary>
    Gsm8k,

    /// <summary>JSON array of <c>ID, Body, Question, Equation, Answer</c>. Name: <c>svamp</c>.</summary>
    Svamp,

    /// <summary>XML with <c>Problem</c> elements of <c>Body, Question, Answer, Formula</c>. Name: <c>asdiv</c>.</summary>
    Asdiv,

    /// <summary>JSON array of <c>iIndex, sQuestion, lSolutions</c>. Name: <c>multiarith</c>.</summary>
    MultiArith,

    /// <summary>As <see cref="MultiArith"/>; the solution may be a string. Name: <c>addsub</c>.</summary>
    AddSub,

    /// <summary>As <see cref="MultiArith"/>. Name: <c>singleeq</c>.</summary>
    SingleEq,

    /// <summary>CSV with masked quantities (<c>number0</c>) and columns <c>Question, Numbers, Equation, Answer</c>. Name: <c>mawps-csv</c>.</summary>
    MawpsCsv,
}
