using Heapwise.Heap.Graph;
using Heapwise.Outside.Marking;
using Heapwise.Outside.Naming;

namespace Heapwise.Outside.Snapshot;

/// <summary>
/// The pairs of weak collections: V8 draws an edge to the value from the key and from the table, and says in its name that the value
/// lives while both do. Such an edge belongs to the key, so pairs are collected before any node is described; its name has the ids of all
/// three, so it gets that at the end.
/// </summary>
internal sealed class EphemeronEdges
{
    private readonly HeapFacts _facts;
    private readonly NodeEdges _edges;
    private readonly SnapshotGraph _graph;
    private readonly Dictionary<uint, List<Pair>> _bySource = [];
    private readonly List<(long Edge, int Number, Pair Pair)> _unnamed = [];

    public EphemeronEdges(HeapFacts facts, NodeEdges edges, SnapshotGraph graph, IEnumerable<uint> tables)
    {
        (_facts, _edges, _graph) = (facts, edges, graph);
        foreach (var table in tables)
        {
            foreach (var at in EphemeronTable.KeysOf(facts.Bodies.Of(table, facts.Maps.Of(table)!))) // marked, so it has a map
            {
                var key = facts.Image.Target(facts.Image[table + (uint)at]);
                var value = facts.Image.Target(facts.Image[table + (uint)at + 1]);
                if (!IsLive(key) || !IsLive(value) || facts.Maps.Of(key)?.Role == Layouts.ObjectRole.Oddball) continue;
                Add(key, new Pair(key, value, table));
                Add(table, new Pair(key, value, table));
            }
        }
    }

    /// <summary>The edges of pairs that belong to the node that is being described.</summary>
    public void Add()
    {
        if (!_bySource.TryGetValue(_edges.Slot, out var pairs)) return;
        foreach (var pair in pairs)
        {
            _unnamed.Add((_graph.EdgeCount, _graph.EdgeCountOf(_edges.Node) + 1, pair));
            _edges.Extra(EdgeType.Internal, _facts.Names.Empty, _edges.NodeOf(pair.Value));
        }
    }

    /// <summary>Names the edges, once all nodes have their ids.</summary>
    public void Name()
    {
        foreach (var (edge, number, (key, value, table)) in _unnamed)
        {
            var text = new JsonText();
            text.Add($"{number} / part of key (");
            AddNode(text, key);
            text.Add(") -> value (");
            AddNode(text, value);
            text.Add($") pair in WeakMap (table @{_graph.IdOf(_edges.NodeOf(table))})");
            _graph.RenameEdge(edge, _facts.Names.Intern(text.Bytes));
        }
    }

    private void AddNode(JsonText text, uint slot)
    {
        var node = _edges.NodeOf(slot);
        text.AddJson(_facts.Names[_graph.NameOf(node)]);
        text.Add($" @{_graph.IdOf(node)}");
    }

    private void Add(uint source, Pair pair)
    {
        if (!_bySource.TryGetValue(source, out var pairs)) _bySource.Add(source, pairs = []);
        pairs.Add(pair);
    }

    private bool IsLive(uint slot) => slot != 0 && _facts.Live[slot];

    private readonly record struct Pair(uint Key, uint Value, uint Table);
}
