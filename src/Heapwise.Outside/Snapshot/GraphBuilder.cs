using Heapwise.Outside.Copying;
using Heapwise.Outside.Layouts;
using Heapwise.Outside.Marking;
using Heapwise.Outside.Memory;
using Heapwise.Outside.Naming;
using Heapwise.Outside.Objects;

namespace Heapwise.Outside.Snapshot;

/// <summary>
/// Makes a snapshot's graph of the live objects: the roots first, then the objects as they lie in memory, then the memory of array
/// buffers. Two passes over the objects, one for nodes and one for edges, because an edge may name its target.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly HeapCopy _copy;
    private readonly SnapshotGraph _graph;
    private readonly HeapFacts _facts;
    private readonly NodeEdges _edges;
    private readonly IReadOnlyList<uint> _ephemerons;
    private readonly ObjectIdentities _identities;

    public GraphBuilder(
        ITargetMemory memory, HeapLayout layout, HeapCopy copy, ObjectMaps maps, ObjectBodies bodies, LiveObjects live,
        IReadOnlyList<uint> ephemerons, ObjectIdentities identities, SnapshotGraph graph)
    {
        (_copy, _graph, _ephemerons, _identities) = (copy, graph, ephemerons, identities);
        _facts = new HeapFacts(memory, layout, copy.Image, maps, bodies, live, graph.Names);
        _edges = new NodeEdges(_facts, graph, RootNodes.Count);
    }

    public void Build(CancellationToken cancellation)
    {
        _graph.Reserve(RootNodes.Count + _facts.Live.Count);
        AddNodes(cancellation);
        var stamp = new RootNodes(_facts, _graph).Add(_copy.Roots, _edges);
        var pairs = AddEdges(cancellation);
        _identities.Number(_graph, stamp);
        pairs.Name();
    }

    private void AddNodes(CancellationToken cancellation)
    {
        var descriptions = new NodeDescriptions(_facts);
        var evidence = new Evidence(_copy.Image);
        _identities.Begin(RootNodes.Count, _facts.Live.Count);
        var node = RootNodes.Count;
        var page = _copy.Image.PageOf(0);
        foreach (var slot in _facts.Live.Slots())
        {
            if (node % 65536 == 0) cancellation.ThrowIfCancellationRequested();
            if (slot >= Pages.HeapImage.EndOf(page)) page = _copy.Image.PageOf(slot);
            var map = _facts.Maps.Of(slot)!; // live objects have maps
            if (_identities.Compares)
            {
                var bytes = _facts.Bodies.Of(slot, map).Bytes;
                _identities.Add(KeyOf(page, slot), map.Type, evidence.Of(slot, map, bytes), evidence.NumberOf(slot, map, bytes));
            }

            _graph.Set(node, descriptions.KindOf(slot, map), id: 0, SizeOf(page, slot, map)); // numbered when it is known what holds it
            _graph.NameIfEmpty(node++, descriptions.NameOf(slot, map));
        }
    }

    /// <summary>The address; pages that are read-only come first in an image.</summary>
    private static ulong KeyOf(Pages.CopiedPage page, uint slot) =>
        (page.Address + (8UL * (slot - page.FirstSlot))) | (page.IsReadOnly ? 0 : 1UL << 63);

    /// <summary>
    /// Later versions of V8 count the characters of external strings, which are theirs alone, and nothing for what all heaps share.
    /// </summary>
    private long SizeOf(Pages.CopiedPage page, uint slot, ObjectMap map)
    {
        var bytes = _facts.Bodies.Of(slot, map).Bytes;
        if (!_facts.Layout.Version.CountsWhatIsOwned) return bytes;
        if (page.IsReadOnly) return 0;
        if (!map.IsString || StringShape.RepresentationOf(map.Type) != StringShape.External) return bytes;
        return bytes + ((long)_facts.Strings.LengthOf(slot) * (StringShape.IsOneByte(map.Type) ? 1 : 2));
    }

    private EphemeronEdges AddEdges(CancellationToken cancellation)
    {
        var receivers = new ReceiverEdges(_facts, _edges, new BackingStores(_facts, _graph));
        var internals = new InternalEdges(_facts, _edges);
        var pairs = new EphemeronEdges(_facts, _edges, _graph, _ephemerons);
        var count = 0;
        foreach (var slot in _facts.Live.Slots())
        {
            if (++count % 65536 == 0) cancellation.ThrowIfCancellationRequested();
            var map = _facts.Maps.Of(slot)!; // live objects have maps
            _edges.Begin(slot, map, _facts.Bodies.Of(slot, map));
            if (map.Role >= ObjectRole.Object)
            {
                receivers.Add();
                _edges.Internal("map", 0);
                _edges.Rest();
                AddLocation(slot, map);
            }
            else
            {
                _edges.Internal("map", 0);
                internals.Add();
            }

            pairs.Add();
        }

        return pairs;
    }

    /// <summary>Where a function begins, or the constructor of an object, or the function of a generator.</summary>
    private void AddLocation(uint slot, ObjectMap map)
    {
        var position = map.Role switch
        {
            ObjectRole.Function => PositionOf(slot),
            ObjectRole.Generator => PositionOf(_facts.Image.Target(_facts.Image.WordAt(slot, HeapLayout.FirstField))),
            ObjectRole.BoundFunction => null,
            _ => PositionOf(_facts.Classes.Of(slot, map).Constructor),
        };
        if (position is { } known) _graph.AddLocation(new NodeLocation(_edges.Node, known.ScriptId, known.Line, known.Column));
    }

    private ScriptPosition? PositionOf(uint function)
    {
        if (function == 0 || _facts.Maps.Of(function) is not { Role: ObjectRole.Function }) return null;
        var shared = _facts.Functions.SharedOf(function);
        return shared == 0 ? null : _facts.Positions.Of(shared);
    }
}
