namespace KPDD.PythonNet.Tests;

/// <summary>Tests that share the executors run one after the other, so that time limits mean what they say.</summary>
[CollectionDefinition(Name)]
public sealed class PythonCollection : ICollectionFixture<PythonFixture>
{
    public const string Name = "python";
}
