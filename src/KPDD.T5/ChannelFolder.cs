namespace KPDD.T5;

/// <summary>The folder of a student's channel student, checked before any weight is read.</summary>
internal static class ChannelFolder
{
    /// <summary>The folder that a student's <c>kpdd.json</c> names.</summary>
    /// <exception cref="KpddException">It is no model folder, or its student does another thing or reads other text.</exception>
    public static string Find(string folder, StudentDescription student, StudentChannel channel)
    {
        string channelFolder = MemberChecks.Normalize(Path.Combine(folder, channel.Folder));
        if (!T5TextGenerator.IsModelFolder(channelFolder))
        {
            throw MemberChecks.Refusal(folder, $"names the channel student '{channel.Folder}', but '{channelFolder}' is no model folder. Copy it there, or take the channel out.");
        }

        StudentDescription description = StudentDescriptionFile.Load(channelFolder);
        return description.Stage == DistillationStage.Channel && description.RationaleKind == student.RationaleKind && description.TextFormat == student.TextFormat
            ? channelFolder
            : throw MemberChecks.Refusal(
                folder,
                $"names the channel student '{channel.Folder}', whose own description has another stage, kind or text format. Name one that was trained as a channel student, on this student's kind of rationale and text format.");
    }
}
