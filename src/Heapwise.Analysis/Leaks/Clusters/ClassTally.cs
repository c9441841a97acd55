using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Classes;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>Survivors of one cluster by class, and the code positions of those that have one.</summary>
/// <param name="snapshot">The last snapshot.</param>
/// <param name="intervalCount">Intervals.</param>
/// <param name="firstMaxId">The highest id of the first snapshot; <see cref="long.MaxValue"/> where compiled code does not matter.</param>
internal sealed class ClassTally(HeapSnapshot snapshot, int intervalCount, long firstMaxId = long.MaxValue)
{
    private readonly Dictionary<HeapClass, ClassRow> _classes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<HeapClass, ClassRow> _direct = new(ReferenceEqualityComparer.Instance);
    private readonly KeptStringTally _strings = new(snapshot);
    private readonly KeptBufferTally _buffers = new(snapshot);
    private readonly CodeTally _code = new(snapshot, firstMaxId);
    private readonly Dictionary<NodeIndex, long> _containers = [];
    private readonly Dictionary<SourceLocation, (NodeIndex Example, int Count)> _locations = [];

    /// <summary>All survivors by class, most first. Made anew at each call.</summary>
    public IReadOnlyList<SurvivorClass> Classes => ByName(_classes);

    /// <summary>The same for what hangs directly at the holder.</summary>
    public IReadOnlyList<SurvivorClass> DirectClasses => ByName(_direct);

    /// <summary>
    /// Containers below the holder that survivors hang at, with the bytes of these; none where they hang at the holder
    /// itself.
    /// </summary>
    public IReadOnlyList<GrownBy> Containers => [.. _containers.Select(row => new GrownBy(row.Key, row.Value))];

    public void Add(NodeIndex node, int interval, bool isDirect)
    {
        _strings.Add(node);
        _buffers.Add(node);
        _code.Add(node);
        Add(_classes, node, interval);
        if (isDirect) Add(_direct, node, interval);
        if (snapshot.Graph.LocationOf(node) is not { } location) return;
        _locations[location] = _locations.TryGetValue(location, out var known) ? (known.Example, known.Count + 1) : (node, 1);
    }

    /// <summary>Counts a survivor for the container below the holder that it hangs at.</summary>
    public void AddBelow(NodeIndex container, NodeIndex node) =>
        _containers[container] = _containers.GetValueOrDefault(container) + snapshot.Graph.ShallowSizeOf(node);

    /// <summary>Long strings that live only through pieces of them; null where there are none.</summary>
    public KeptStrings? FindKeptStrings() => _strings.Find();

    /// <summary>Memory that lives only through small views of it; null where there is none.</summary>
    /// <param name="lengths">Bytes of some views.</param>
    public KeptBuffers? FindKeptBuffers(IReadOnlyDictionary<NodeId, long> lengths) => _buffers.Find(lengths);

    /// <summary>Code compiled since the first snapshot that the survivors keep; null where there is none.</summary>
    public CompiledCode? FindCode(NodeIndex holder) => _code.FindBelow(holder);

    /// <summary>
    /// Positions in the program's own files that at least so many survivors of a type have: where functions were made,
    /// where classes are.
    /// </summary>
    public IReadOnlyList<CodePosition> PositionsOf(NodeType type, long min) => [.. _locations.Values
        .Where(row => row.Count >= min && snapshot.Graph.TypeOf(row.Example) == type)
        .OrderByDescending(row => row.Count)
        .Select(row => snapshot.PositionOf(row.Example))
        .OfType<CodePosition>()
        .Where(position => CodeOrigin.OwnerOf(position.Path) == CodeOwner.Application)];

    private void Add(Dictionary<HeapClass, ClassRow> classes, NodeIndex node, int interval)
    {
        var kind = snapshot.Classes.Of(node);
        if (!classes.TryGetValue(kind, out var row)) row = new ClassRow(new long[intervalCount], 0, node);
        row.Born[interval]++;
        classes[kind] = row with { Bytes = row.Bytes + snapshot.Graph.ShallowSizeOf(node) };
    }

    private IReadOnlyList<SurvivorClass> ByName(Dictionary<HeapClass, ClassRow> classes) => [.. classes
        .GroupBy(row => row.Key.Name, row => row.Value, StringComparer.Ordinal)
        .Select(rows => new SurvivorClass(rows.Key, Sum(rows.Select(row => row.Born)), rows.Sum(row => row.Bytes), rows.First().Example))
        .OrderByDescending(row => row.Count).ThenBy(row => row.Name, StringComparer.Ordinal)];

    private long[] Sum(IEnumerable<long[]> rows)
    {
        var sum = new long[intervalCount];
        foreach (var row in rows)
        {
            for (var i = 0; i < intervalCount; i++) sum[i] += row[i];
        }

        return sum;
    }

    private readonly record struct ClassRow(long[] Born, long Bytes, NodeIndex Example);
}
