using System.Globalization;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Growth;

/// <summary>
/// What is kept of a snapshot to tell later whether another one is of the same process: some objects by id, each with
/// its type and name. V8 numbers objects in the order in which it first meets them, so two processes of one program share many
/// ids, but soon with other objects behind them. About 16 bytes for each of at most <see cref="SampleSize"/> objects.
/// </summary>
public sealed class ProcessMark
{
    public const int SampleSize = 20_000;

    private readonly (long Id, ulong Identity)[] _sample;

    private ProcessMark(string source, long maxId, (long Id, ulong Identity)[] sample)
    {
        Source = source;
        MaxId = maxId;
        _sample = sample;
    }

    public string Source { get; }

    /// <summary>The highest odd id. Objects that a later snapshot of the process holds above it were born after this one.</summary>
    public long MaxId { get; }

    /// <summary>Cost: one pass over the ids.</summary>
    public static ProcessMark Of(HeapSnapshot snapshot)
    {
        var graph = snapshot.Graph;
        var stride = Math.Max(1, graph.NodeCount / SampleSize);
        var sample = new List<(long Id, ulong Identity)>(SampleSize + 1);
        long max = 0;
        for (var i = 0; i < graph.NodeCount; i++)
        {
            var node = new NodeIndex(i);
            var id = graph.IdOf(node);
            if (!id.IsStable) continue;
            max = Math.Max(max, id.Value);
            if (i % stride == 0 && IsLasting(graph.TypeOf(node))) sample.Add((id.Value, Identity(graph, node)));
        }

        return new ProcessMark(snapshot.Source, max, [.. sample]);
    }

    /// <summary>How many of the marked objects the snapshot holds too, and how many of those are of the same type and name.</summary>
    public (int Marked, int Found, int Same) Match(HeapSnapshot snapshot)
    {
        var graph = snapshot.Graph;
        int found = 0, same = 0;
        foreach (var (id, identity) in _sample)
        {
            if (!graph.TryFind(new NodeId(id), out var node)) continue;
            found++;
            if (Identity(graph, node) == identity) same++;
        }

        return (_sample.Length, found, same);
    }

    /// <summary>
    /// Objects of JavaScript keep what they are. Strings change their type in place when they are flattened or interned, numbers come and go, and V8 drops the
    /// bytecode of functions that have not run for a while and puts what it needs to compile them again in its place: one in ten of its own nodes, at times.
    /// </summary>
    private static bool IsLasting(NodeType type) => type is NodeType.Object or NodeType.Closure or NodeType.Array or NodeType.RegExp;

    private static ulong Identity(HeapGraph graph, NodeIndex node)
    {
        // FNV-1a over the name's bytes, then the type.
        const ulong prime = 1099511628211;
        var hash = 14695981039346656037;
        var name = graph.NameIndexOf(node);
        foreach (var b in name < graph.Strings.FileCount ? graph.Strings.Utf8(name) : []) hash = (hash ^ b) * prime;
        return (hash ^ (ulong)graph.TypeOf(node)) * prime;
    }
}

/// <summary>Whether two snapshots are of one process, so that ids may be compared.</summary>
public static class SameProcess
{
    /// <summary>
    /// The least share of common ids that must stand for the same object. Snapshots of one process agree in all of them; runs of one
    /// program under one Node agreed in 19 to 73 of 100, other programs in fewer.
    /// </summary>
    public const double LeastAgreement = 0.95;

    /// <exception cref="DifferentProcessesException">They are not.</exception>
    public static void Require(ProcessMark before, HeapSnapshot after)
    {
        var (marked, found, same) = before.Match(after);
        if (marked == 0 || (found > 0 && same >= LeastAgreement * found)) return;
        throw new DifferentProcessesException(before.Source, after.Source, found, same);
    }

    /// <summary>Every process makes objects all the time, so a later snapshot holds higher ids than an earlier one.</summary>
    /// <exception cref="SnapshotOrderException">One of them does not.</exception>
    public static void RequireOrder(IReadOnlyList<ProcessMark> marks)
    {
        for (var i = 1; i < marks.Count; i++)
        {
            if (marks[i].MaxId <= marks[i - 1].MaxId) throw new SnapshotOrderException(marks[i - 1].Source, marks[i].Source);
        }
    }
}

/// <summary>Snapshots that make no series: what one says cannot be set against the other. The message is one line for the person at the terminal.</summary>
public abstract class SnapshotSeriesException(string message) : Exception(message);

/// <summary>Two snapshots were to be compared by id that are not of one process.</summary>
public sealed class DifferentProcessesException(string before, string after, int commonIds, int sameObjects)
    : SnapshotSeriesException(string.Create(
        CultureInfo.InvariantCulture,
        $"{before} and {after} are not of one process: of {commonIds} ids that both hold, {sameObjects} stand for the same object. Compare snapshots of one run, the earlier one first, taken without detaching in between: V8 numbers objects anew when an inspector disconnects ('heapwise snapshot --count 2' takes two)."))
{
    public string Before { get; } = before;

    public string After { get; } = after;

    public int CommonIds { get; } = commonIds;

    public int SameObjects { get; } = sameObjects;
}

/// <summary>A snapshot does not come after the one given before it: nothing in it is younger.</summary>
public sealed class SnapshotOrderException(string before, string after)
    : SnapshotSeriesException($"{after} was not taken after {before}: it holds no younger object. Give the snapshots in the order in which they were taken, each once.")
{
    public string Before { get; } = before;

    public string After { get; } = after;
}
