using System.Runtime.InteropServices;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Survivors;

/// <summary>
/// Objects born after the first snapshot that the last one still holds, by identity. A new object's id is above all ids of the snapshot
/// before, so the highest ids of the earlier snapshots show in which interval (between which two snapshots) each object was born. Embedder
/// nodes, whose ids say nothing, count with what holds them. Each survivor belongs to a unit: the first new object on its best path, whose
/// parent on that path (the owner) is older than the first snapshot. What V8 keeps for itself (code, feedback, shapes, its caches, the
/// stack) is left out: everything whose best path leads through its bookkeeping.
/// Time: one pass over the nodes. Memory: 5 bytes a node and about 50 a unit.
/// </summary>
internal sealed class SurvivorSet : IDisposable
{
    /// <summary>Hops of this cost or more lead into V8's bookkeeping.</summary>
    private const int MinBookkeepingCost = 20;

    private const byte Old = Births.Old;
    private const byte Ignored = 255;
    private const byte LeftOut = 254;

    private readonly NativeColumn<byte> _intervals;
    private readonly NativeColumn<int> _units;
    private readonly List<int> _unitNodes = [];
    private readonly List<int> _counts = [];
    private readonly List<long> _bytes = [];

    private SurvivorSet(RootPaths paths, int intervalCount)
    {
        Paths = paths;
        IntervalCount = intervalCount;
        _intervals = new NativeColumn<byte>(paths.Snapshot.Graph.NodeCount);
        _units = new NativeColumn<int>(paths.Snapshot.Graph.NodeCount);
    }

    public RootPaths Paths { get; }

    /// <summary>Snapshots less one.</summary>
    public int IntervalCount { get; }

    public int UnitCount => _unitNodes.Count;

    /// <summary>Finds the survivors of the last snapshot, given the highest odd id of each snapshot before it, in order.</summary>
    public static SurvivorSet Find(RootPaths paths, IReadOnlyList<long> maxIds, CancellationToken cancellation = default) =>
        Find(BirthsById.From(paths, maxIds), maxIds.Count, new HashSet<NodeIndex>(), new HashSet<NodeIndex>(), cancellation);

    /// <summary>Finds what the last snapshot holds that the first did not.</summary>
    public static SurvivorSet Find(Births births, CancellationToken cancellation = default) =>
        Find(births, new HashSet<NodeIndex>(), new HashSet<NodeIndex>(), cancellation);

    /// <summary>
    /// The same without some objects and what is new and reached through them, down to objects that are counted nevertheless. What is older
    /// than the first snapshot is always counted: the best path to all of a program's variables may lead through a callback that is left
    /// out.
    /// </summary>
    public static SurvivorSet Find(
        Births births,
        IReadOnlySet<NodeIndex> without,
        IReadOnlySet<NodeIndex> downTo,
        CancellationToken cancellation = default) => Find(births, births.Earlier.Count, without, downTo, cancellation);

    private static SurvivorSet Find(
        Births births, int intervals, IReadOnlySet<NodeIndex> without, IReadOnlySet<NodeIndex> downTo, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(intervals, LeftOut);
        var survivors = new SurvivorSet(births.Paths, intervals);
        survivors.Attribute(births, without, downTo, cancellation);
        return survivors;
    }

    /// <summary>
    /// For a single snapshot, which does not show what is new: everything that some holders keep, as if it were born in one interval after
    /// them. A unit is what hangs at a holder.
    /// </summary>
    /// <param name="paths">The best paths.</param>
    /// <param name="holders">Objects whose content is examined.</param>
    /// <param name="above">Objects that are not what a holder keeps, although they hang at one: the way to other holders.</param>
    /// <param name="without">Left out, with what is reached through them.</param>
    /// <param name="downTo">What is reached through these is not left out.</param>
    /// <param name="cancellation">Ends the pass early.</param>
    public static SurvivorSet Below(
        RootPaths paths,
        IReadOnlySet<NodeIndex> holders,
        IReadOnlySet<NodeIndex> above,
        IReadOnlySet<NodeIndex> without,
        IReadOnlySet<NodeIndex> downTo,
        CancellationToken cancellation = default)
    {
        var survivors = new SurvivorSet(paths, 1);
        survivors.AttributeBelow(holders, above, without, downTo, cancellation);
        return survivors;
    }

    /// <summary>True where the last hop to an object leads into V8's bookkeeping.</summary>
    public static bool IsBookkeeping(RootPaths paths, NodeIndex node) =>
        paths.CostOf(node) - paths.CostOf(paths.ParentOf(node)) >= MinBookkeepingCost;

    /// <summary>The first new object of a unit.</summary>
    public NodeIndex NodeOf(int unit) => new(_unitNodes[unit]);

    /// <summary>The object older than the first snapshot that holds the unit.</summary>
    public NodeIndex OwnerOf(int unit) => Paths.ParentOf(NodeOf(unit));

    /// <summary>Survivors of the unit by interval.</summary>
    public ReadOnlySpan<int> CountsOf(int unit) => CollectionsMarshal.AsSpan(_counts).Slice(unit * IntervalCount, IntervalCount);

    /// <summary>Shallow bytes of the unit's survivors.</summary>
    public long BytesOf(int unit) => _bytes[unit];

    /// <summary>The unit of a survivor; -1 for other nodes.</summary>
    public int UnitOf(NodeIndex node) => _units[node.Value] - 1;

    /// <summary>The interval in which a survivor was born, from 0; -1 for other nodes.</summary>
    public int IntervalOf(NodeIndex node) => _intervals[node.Value] is Old or LeftOut or Ignored ? -1 : _intervals[node.Value] - 1;

    /// <summary>True for what existed in the first snapshot.</summary>
    public bool IsOld(NodeIndex node) => _intervals[node.Value] == Old;

    /// <summary>True for what V8 keeps for itself.</summary>
    public bool IsIgnored(NodeIndex node) => _intervals[node.Value] == Ignored;

    public void Dispose()
    {
        _intervals.Dispose();
        _units.Dispose();
    }

    private void Attribute(
        Births births, IReadOnlySet<NodeIndex> without, IReadOnlySet<NodeIndex> downTo, CancellationToken cancellation)
    {
        var seen = 0;
        foreach (var at in Paths.Order[1..])
        {
            if ((++seen & 0xFFFFF) == 0) cancellation.ThrowIfCancellationRequested();
            var node = new NodeIndex(at);
            var parent = Paths.ParentOf(node).Value;
            var isBookkeeping = _intervals[parent] == Ignored || IsBookkeeping(Paths, node);
            var interval = isBookkeeping ? Ignored : births.IntervalOf(node, _intervals[parent]);
            if (interval is not (Old or Ignored))
            {
                var isLeftOut = without.Contains(node) || (_intervals[parent] == LeftOut && !downTo.Contains(node));
                if (isLeftOut) interval = LeftOut;
            }

            Put(at, parent, interval);
        }
    }

    private void AttributeBelow(
        IReadOnlySet<NodeIndex> holders,
        IReadOnlySet<NodeIndex> above,
        IReadOnlySet<NodeIndex> without,
        IReadOnlySet<NodeIndex> downTo,
        CancellationToken cancellation)
    {
        var seen = 0;
        foreach (var at in Paths.Order[1..])
        {
            if ((++seen & 0xFFFFF) == 0) cancellation.ThrowIfCancellationRequested();
            var node = new NodeIndex(at);
            var parent = Paths.ParentOf(node);
            var around = _intervals[parent.Value];
            var interval = around == Ignored || IsBookkeeping(Paths, node) ? Ignored
                : above.Contains(node) || (around == Old && !holders.Contains(parent)) ? Old
                : without.Contains(node) || (around == LeftOut && !downTo.Contains(node)) ? LeftOut
                : (byte)1;
            Put(at, parent.Value, interval);
        }
    }

    private void Put(int node, int parent, byte interval)
    {
        _intervals[node] = interval;
        if (interval is Old or LeftOut or Ignored) return;
        var unit = _units[parent] != 0 ? _units[parent] : AddUnit(node);
        _units[node] = unit;
        _counts[((unit - 1) * IntervalCount) + interval - 1]++;
        _bytes[unit - 1] += Paths.Snapshot.Graph.ShallowSizeOf(new NodeIndex(node));
    }

    private int AddUnit(int node)
    {
        _unitNodes.Add(node);
        for (var i = 0; i < IntervalCount; i++) _counts.Add(0);
        _bytes.Add(0);
        return _unitNodes.Count;
    }
}
