namespace KPDD.T5;

/// <summary>Why models cannot write together, each reason as one clear error that names the folder whose <c>kpdd.json</c> joins them.</summary>
internal static class MemberChecks
{
    /// <summary>One spelling a folder.</summary>
    public static string Normalize(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    /// <summary>The description of a member, which must be there and read the same text as the student.</summary>
    public static StudentDescription Describe(string folder, StudentDescription student, StudentMember member, string memberFolder)
    {
        if (!T5TextGenerator.IsModelFolder(memberFolder))
        {
            throw Refusal(folder, $"names the member '{member.Folder}', but '{memberFolder}' is no model folder. Copy it there, or take the member out.");
        }

        bool isDescribed = File.Exists(Path.Combine(memberFolder, StudentDescriptionFile.FileName));
        StudentDescription description = StudentDescriptionFile.Load(memberFolder);
        return !isDescribed || TextOf(description) == TextOf(student)
            ? description
            : throw Refusal(
                folder,
                $"names the member '{member.Folder}', whose own description has another stage, kind, text format, template or encoding. Name members that were trained on the same text.");
    }

    /// <summary>Refuses a member that is one of the folders that name it.</summary>
    public static void RequireNoCycle(string memberFolder, string[] path)
    {
        if (path.Contains(memberFolder))
        {
            throw Refusal(path[0], $"names members in a circle: {string.Join(" -> ", path.Append(memberFolder))}. Take one of them out.");
        }
    }

    /// <summary>Refuses models of different vocabularies: one token must mean the same to all.</summary>
    public static void RequireOneVocabulary(string folder, string[] modelFolders)
    {
        if (modelFolders.Length == 1)
        {
            return;
        }

        TokenizerFile first = TokenizerFile.Find(modelFolders[0]);
        byte[] pieces = first.ReadVocabulary();
        foreach (TokenizerFile other in modelFolders.Skip(1).Select(TokenizerFile.Find))
        {
            if (other.ExtraIds != first.ExtraIds || !other.ReadVocabulary().AsSpan().SequenceEqual(pieces))
            {
                throw Refusal(folder, $"names members of different vocabularies: '{first.Path}' and '{other.Path}'. Name members that share one.");
            }
        }
    }

    /// <summary>Refuses models whose outputs differ in length or start.</summary>
    public static void RequireOneOutput(string folder, IReadOnlyList<IT5Engine> engines)
    {
        (int, int) first = (engines[0].Config.VocabSize, engines[0].Config.DecoderStartTokenId);
        foreach (T5Config config in engines.Select(engine => engine.Config))
        {
            if ((config.VocabSize, config.DecoderStartTokenId) is var other && other != first)
            {
                throw Refusal(
                    folder, $"names members whose (vocab_size, decoder_start_token_id) are {first} and {other}. Name members whose config.json agrees in both.");
            }
        }
    }

    /// <summary>The error of a description that cannot be followed.</summary>
    public static KpddException Refusal(string folder, string reason) =>
        new($"The student's description '{Path.Combine(folder, StudentDescriptionFile.FileName)}' {reason}");

    /// <summary>What decides on the text a model reads and writes.</summary>
    private static StudentDescription TextOf(StudentDescription description) => description with
    {
        MaxNewTokens = StudentDescription.Default.MaxNewTokens,
        NumBeams = StudentDescription.Default.NumBeams,
        VoteWithoutKeyPoints = false,
        Members = null,
        Channel = null,
    };
}
