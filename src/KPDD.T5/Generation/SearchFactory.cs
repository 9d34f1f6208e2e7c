namespace KPDD.T5.Generation;

/// <summary>Makes the search of each row of one call; the searches share what they compute with, so they run on one thread at a time.</summary>
internal sealed class SearchFactory
{
    private readonly GenerationSettings settings;
    private readonly TokenRules rules;
    private readonly ITokenChooser chooser;
    private readonly ulong[] randomKeys;

    public SearchFactory(GenerationSettings settings, IReadOnlyList<int[]> rows)
    {
        this.settings = settings;
        rules = new TokenRules(settings);
        chooser = settings.Options.Sample ? new SamplingChooser(settings) : new GreedyChooser();
        randomKeys = RandomStream.KeysOf(settings.Options.Seed, rows);
    }

    public ISearch Create(int row) => settings.Beams > 1
        ? new BeamSearch(settings, rules)
        : new PathSearch(settings, rules, chooser, randomKeys[row]);
}
