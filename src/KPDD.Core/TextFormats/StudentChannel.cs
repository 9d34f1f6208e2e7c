namespace KPDD;

/// <summary>The channel student of a program student: it reads a program and says how probable the question is, P(question | program).</summary>
/// <param name="Folder">
/// Its model folder, relative to the folder whose <c>kpdd.json</c> names it, with <c>/</c> between its parts. It has a vocabulary of its own.
/// </param>
/// <param name="Weight">How much its log-probability counts beside the solve student's, at least 0. <value>Default: 0.3.</value></param>
public sealed record StudentChannel(string Folder, double Weight = StudentChannel.DefaultWeight)
{
    /// <summary>The weight where none is given: between 0.2 and 0.7 the embedded students solve about as many problems.</summary>
    public const double DefaultWeight = 0.3;
}
