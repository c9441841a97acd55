using Xunit.Sdk;
using Xunit.v3;

[assembly: Xunit.TestCollectionOrderer(typeof(Heapwise.IntegrationTests.LongestFirst))]

namespace Heapwise.IntegrationTests;

/// <summary>
/// Starts the classes that diagnose all samples before the others. They take most of the time, and one that began last would run on alone.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TCollection> OrderTestCollections<TCollection>(IReadOnlyCollection<TCollection> testCollections)
        where TCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(IsLong)];

    private static bool IsLong<TCollection>(TCollection collection)
        where TCollection : ITestCollection =>
        collection.TestCollectionDisplayName.Contains("SampleOnNode", StringComparison.Ordinal)
        || collection.TestCollectionDisplayName.Contains("LintProgram", StringComparison.Ordinal);
}
