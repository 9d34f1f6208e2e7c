namespace KPDD;

/// <summary>One of several models that write a student's texts together: at each step their probabilities are averaged by weight.</summary>
/// <param name="Folder">
/// The member's model folder, relative to the folder whose <c>kpdd.json</c> names it, with <c>/</c> between its parts; <c>.</c> is the model in that folder
/// itself. Another folder that names members in turn counts as one member.
/// </param>
/// <param name="Weight">How much its probabilities count, above 0; only the members' ratios matter. <value>Default: 1.</value></param>
public sealed record StudentMember(string Folder, double Weight = 1);
