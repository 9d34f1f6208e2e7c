namespace KPDD.T5;

/// <summary>The models behind a student's folder: the one in it, or the members that its <c>kpdd.json</c> names, which may name others in turn.</summary>
internal sealed class StudentModels
{
    private readonly string folder;
    private readonly StudentModels[] members;
    private readonly double[] weights;

    private StudentModels(string folder, StudentModels[] members, double[] weights)
    {
        this.folder = folder;
        this.members = members;
        this.weights = weights;
    }

    /// <summary>The folder whose vocabulary is everyone's.</summary>
    public string VocabularyFolder => Folders.First();

    private IEnumerable<string> Folders => members.Length == 0 ? [folder] : members.SelectMany(member => member.Folders);

    /// <summary>Follows a folder's members and checks that they can write together, before any weight is read.</summary>
    /// <exception cref="KpddException">A member is missing, reads other text, has another vocabulary or contains the folder that names it.</exception>
    public static StudentModels Find(string folder, StudentDescription description)
    {
        StudentModels models = Find(folder, description, []);
        MemberChecks.RequireOneVocabulary(folder, [.. models.Folders]);
        return models;
    }

    /// <summary>Opens every model; the caller disposes the result, and with it all of them.</summary>
    /// <exception cref="KpddException">A model cannot be opened, or the models' outputs do not fit together.</exception>
    public IT5Engine Open(Func<string, IT5Engine> openModel, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (members.Length == 0)
        {
            return openModel(folder);
        }

        var engines = new List<IT5Engine>();
        try
        {
            foreach (StudentModels member in members)
            {
                engines.Add(member.Open(openModel, cancellationToken));
            }

            MemberChecks.RequireOneOutput(folder, engines);
            return new EnsembleT5Engine(engines, weights);
        }
        catch
        {
            engines.ForEach(engine => engine.Dispose());
            throw;
        }
    }

    private static StudentModels Find(string folder, StudentDescription description, string[] namedBy)
    {
        if (description.Members is not { } named)
        {
            return new StudentModels(folder, [], []);
        }

        string here = MemberChecks.Normalize(folder);
        string[] path = [.. namedBy, here];
        return new StudentModels(folder, [.. named.Select(Follow)], [.. named.Select(member => member.Weight)]);

        StudentModels Follow(StudentMember member)
        {
            string memberFolder = MemberChecks.Normalize(Path.Combine(folder, member.Folder));
            if (memberFolder == here)
            {
                // The folder's own model, whatever its description says of members.
                return new StudentModels(folder, [], []);
            }

            MemberChecks.RequireNoCycle(memberFolder, path);
            return Find(memberFolder, MemberChecks.Describe(folder, description, member, memberFolder), path);
        }
    }
}
