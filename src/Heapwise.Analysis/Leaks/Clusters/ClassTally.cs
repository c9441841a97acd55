using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Leaks.Evidence;
using Heapwise.Analysis.Retention;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Classes;
using Heapwise.Heap.Facts.Scripts;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Clusters;

/// <summary>Survivors of one cluster by class, and the places of those that have one.</summary>
/// <param name="snapshot">The last snapshot.</param>
/// <param name="rungCount">Rungs.</param>
/// <param name="firstMaxId">The highest id of the first snapshot; none where code does not matter.</param>
internal sealed class ClassTally(HeapSnapshot snapshot, int rungCount, long firstMaxId = long.MaxValue)
{
    private readonly Dictionary<HeapClass, (long[] Born, long Bytes, NodeIndex Example)> _classes = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<HeapClass, (long[] Born, long Bytes, NodeIndex Example)> _direct = new(ReferenceEqualityComparer.Instance);
    private readonly KeptTextTally _texts = new(snapshot);
    private readonly CodeTally _code = new(snapshot, firstMaxId);
    private readonly Dictionary<NodeIndex, long> _containers = [];
    private readonly Dictionary<SourceLocation, (NodeIndex Example, int Count)> _places = [];

    public IReadOnlyList<SurvivorClass> Classes => ByName(_classes);

    /// <summary>Of what hangs directly at the holder.</summary>
    public IReadOnlyList<SurvivorClass> DirectClasses => ByName(_direct);

    /// <summary>Containers below the holder that survivors hang at, with the bytes of these; none where they hang at the holder itself.</summary>
    public IReadOnlyList<GrownBy> Containers => [.. _containers.Select(row => new GrownBy(row.Key, row.Value))];

    /// <summary>Long texts that live only through pieces of them; null where there are none.</summary>
    public KeptTexts? Texts => _texts.Found();

    /// <summary>Code compiled since the first snapshot that the survivors keep; null where there is none.</summary>
    public CompiledCode? CodeBelow(NodeIndex holder) => _code.Below(holder);

    public void Add(NodeIndex node, int rung, bool isDirect)
    {
        _texts.Add(node);
        _code.Add(node);
        Add(_classes, node, rung);
        if (isDirect) Add(_direct, node, rung);
        if (snapshot.Graph.LocationOf(node) is { } place) _places[place] = _places.TryGetValue(place, out var known) ? (known.Example, known.Count + 1) : (node, 1);
    }

    /// <summary>Counts a survivor for the container below the holder that it hangs at.</summary>
    public void AddBelow(NodeIndex container, NodeIndex node) => _containers[container] = _containers.GetValueOrDefault(container) + snapshot.Graph.ShallowSizeOf(node);

    /// <summary>Places in the program's own files that at least so many survivors of a type have: where functions were made, where classes stand.</summary>
    public IReadOnlyList<CodePosition> Places(NodeType type, long least) => [.. _places.Values
        .Where(place => place.Count >= least && snapshot.Graph.TypeOf(place.Example) == type)
        .OrderByDescending(place => place.Count)
        .Select(place => snapshot.PositionOf(place.Example))
        .OfType<CodePosition>()
        .Where(position => CodeOrigin.OwnerOf(position.Path) == CodeOwner.Application)];

    private void Add(Dictionary<HeapClass, (long[] Born, long Bytes, NodeIndex Example)> classes, NodeIndex node, int rung)
    {
        var kind = snapshot.Classes.Of(node);
        if (!classes.TryGetValue(kind, out var row)) row = (new long[rungCount], 0, node);
        row.Born[rung]++;
        classes[kind] = row with { Bytes = row.Bytes + snapshot.Graph.ShallowSizeOf(node) };
    }

    private IReadOnlyList<SurvivorClass> ByName(Dictionary<HeapClass, (long[] Born, long Bytes, NodeIndex Example)> classes) => [.. classes
        .GroupBy(row => row.Key.Name, StringComparer.Ordinal)
        .Select(rows => new SurvivorClass(rows.Key, Sum(rows.Select(row => row.Value.Born)), rows.Sum(row => row.Value.Bytes), rows.First().Value.Example))
        .OrderByDescending(row => row.Count).ThenBy(row => row.Name, StringComparer.Ordinal)];

    private long[] Sum(IEnumerable<long[]> rows)
    {
        var sum = new long[rungCount];
        foreach (var row in rows)
        {
            for (var i = 0; i < rungCount; i++) sum[i] += row[i];
        }

        return sum;
    }
}
