using Heapwise.Heap;
using Heapwise.Heap.Format;
using Heapwise.Heap.Graph;
using Heapwise.Tests.Heap.Oracles;

namespace Heapwise.Tests.Heap.Damage;

/// <summary>The outcome for a damaged file, on which both readers agree.</summary>
internal enum Verdict
{
    Refused,
    Accepted,
}

/// <summary>Reads a file with the engine and with the strict reader; both must refuse it or read exactly the same.</summary>
internal static class Judge
{
    /// <summary>Small enough to read even a small file in several blocks.</summary>
    private const int SmallBlock = 512;

    /// <summary>No file of a few kilobytes may take more garbage-collected memory than this.</summary>
    private const long MaxManagedBytes = 16 << 20;

    /// <summary>Returns the verdict, or throws with what the engine did wrong.</summary>
    public static Verdict Try(byte[] json, int trickle, int blockBytes = SmallBlock)
    {
        var expected = ReadStrictly(json, out var fault);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var snapshot = ReadWithEngine(json, trickle, blockBytes, out var refusal);
        using (snapshot)
        {
            var spent = GC.GetAllocatedBytesForCurrentThread() - before;
            if (spent > MaxManagedBytes) throw new InvalidOperationException($"The engine took {spent} bytes for a file of {json.Length}.");
            if (snapshot is null)
            {
                if (expected is not null) throw new InvalidOperationException("The engine refuses what the oracle accepts.", refusal);
                RequireUseful(refusal!, json.Length); // no snapshot, so it refused
                return Verdict.Refused;
            }

            if (expected is null) throw new InvalidOperationException("The engine accepts what the oracle refuses: " + fault);
            Compare(expected, snapshot);
            return Verdict.Accepted;
        }
    }

    private static HeapSnapshot? ReadWithEngine(byte[] json, int trickle, int blockBytes, out SnapshotFormatException? refusal)
    {
        refusal = null;
        try
        {
            using Stream stream = trickle > 0 ? new TrickleStream(json, trickle) : new MemoryStream(json, writable: false);
            return HeapSnapshot.Read(stream, "damaged.heapsnapshot", new HeapOpenOptions { BlockBytes = blockBytes });
        }
        catch (SnapshotFormatException found)
        {
            refusal = found;
            return null;
        }
    }

    private static PlainHeap? ReadStrictly(byte[] json, out string fault)
    {
        try
        {
            fault = "";
            return StrictReader.Read(json);
        }
        catch (StrictFaultException refusal)
        {
            fault = refusal.Message;
            return null;
        }
    }

    private static void Compare(PlainHeap expected, HeapSnapshot snapshot)
    {
        DomStateOracle.Apply(expected);
        TransferOracle.Apply(expected);
        EngineComparison.SameGraph(expected, snapshot);

        var (dominators, distances) = (new DominatorOracle(expected), new DistanceOracle(expected));
        foreach (var node in expected.Nodes)
        {
            var at = new NodeIndex(node.Index);
            Same("dominator", snapshot.Dominators.ImmediateDominatorOf(at).Value, dominators.ImmediateDominatorOf(node).Index);
            Same("retained size", snapshot.Dominators.RetainedSizeOf(at), dominators.RetainedSizeOf(node));
            Same("distance", snapshot.Distances.Of(at), distances.Of(node));
            Same("retainers", snapshot.Retainers.CountOf(at), node.Retainers.Count);
            _ = snapshot.PositionOf(at);
        }

        Same("statistics", snapshot.Statistics, StatisticsOracle.Of(expected));
        CompareClasses(expected, snapshot, dominators, distances);
        _ = snapshot.NativeContexts;
        _ = snapshot.DuplicateStrings;
    }

    private static void CompareClasses(PlainHeap expected, HeapSnapshot snapshot, DominatorOracle dominators, DistanceOracle distances)
    {
        var classes = new ClassOracle(expected);
        foreach (var node in expected.Nodes) Same("class", snapshot.Classes.Of(new NodeIndex(node.Index)).Key, classes.KeyOf(node));
        var rows = classes.Rows(dominators, distances).ToDictionary(row => row.Key, StringComparer.Ordinal);
        Same("number of classes", snapshot.Classes.All.Count, rows.Count);
        foreach (var row in snapshot.Classes.All) Same("class row", ClassOracle.Row.From(row), rows.GetValueOrDefault(row.Key));
    }

    private static void Same<T>(string what, T found, T expected)
    {
        if (EqualityComparer<T>.Default.Equals(found, expected)) return;
        throw new InvalidOperationException($"Wrong {what}: {found}, not {expected}");
    }

    private static void RequireUseful(SnapshotFormatException refusal, int length)
    {
        var isComplete = refusal.Section.Length > 0 && refusal.Problem.Length > 0 && refusal.NextStep.Length > 0;
        Require(isComplete, "has no section, problem or next step");
        Require(refusal.Offset is null || (refusal.Offset >= 0 && refusal.Offset <= length), $"has an offset outside the {length} bytes");
        Require(!refusal.Message.Contains('\n', StringComparison.Ordinal), "is longer than one line");

        void Require(bool holds, string problem)
        {
            if (!holds) throw new InvalidOperationException($"The error {problem}: {refusal.Message}");
        }
    }
}
