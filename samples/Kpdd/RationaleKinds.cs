namespace KPDD.Samples;

/// <summary>The rationale kinds by the names the command line gives them.</summary>
internal static class RationaleKinds
{
    public static readonly string[] Names = ["pot", "cot"];

    public static RationaleKind Parse(string name) => name == "cot" ? RationaleKind.ChainOfThought : RationaleKind.ProgramOfThought;
}
