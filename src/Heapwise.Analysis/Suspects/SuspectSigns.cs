using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Suspects;

/// <summary>
/// What stands out in a snapshot without a holder. Equal strings are looked for only where strings are a large part of it.
/// </summary>
internal static class SuspectSigns
{
    /// <summary>A program that runs scripts of its users has a few.</summary>
    private const int MinContexts = 20;

    /// <summary>A string of so many characters may be cut off.</summary>
    private const int MaxWholeString = 1_024;

    /// <param name="snapshot">The snapshot.</param>
    /// <param name="minBytes">What counts as large.</param>
    public static IReadOnlyList<SuspectSign> Find(HeapSnapshot snapshot, long minBytes)
    {
        List<SuspectSign> signs = [];
        if (FindEqualStrings(snapshot, minBytes) is { } strings) signs.Add(strings);
        var contexts = CountContexts(snapshot.Graph);
        if (contexts >= MinContexts) signs.Add(new SuspectSign.Contexts(contexts));
        return signs;
    }

    private static SuspectSign.EqualStrings? FindEqualStrings(HeapSnapshot snapshot, long minBytes)
    {
        if (snapshot.Statistics.StringBytes < minBytes) return null;

        // V8 cuts strings off: those that begin alike need not be equal, such as the sources of Node's own modules.
        var equal = snapshot.DuplicateStrings.Where(row => row.Value.Length < MaxWholeString).ToList();
        var wasted = equal.Sum(row => row.WastedBytes);
        return wasted < minBytes ? null : new SuspectSign.EqualStrings(equal.MaxBy(row => row.WastedBytes)!, wasted); // something is wasted
    }

    private static int CountContexts(HeapGraph graph)
    {
        var count = 0;
        for (var i = 0; i < graph.NodeCount; i++)
        {
            if (graph.Strings.StartsWith(graph.NameIndexOf(new NodeIndex(i)), "system / NativeContext"u8)) count++;
        }

        return count;
    }
}
