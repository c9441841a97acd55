namespace Heapwise.Tests.Heap.Oracles;

/// <summary>
/// Makes small heaps full of what the rules speak of: several roots or none, page trees, weak edges and shortcuts, self
/// loops, double edges, unreachable rings, WeakMap pairs, parts with one or many owners, native contexts, descriptor
/// arrays, plain objects alike, ropes, sizes beyond 32 bits. The same seed makes the same heap.
/// </summary>
internal sealed class RandomHeap
{
    private static readonly string[] NativeNames =
        ["<div id=\"a\">", "<div>", "Window", "system / JSArrayBufferData", "system / ExternalStringData", "Object"];

    private static readonly string[] Words =
    [
        "a", "b", "c", "d", "__proto__", "it's", "{x}", "7", "10", "elements",
        "a long property name that fills up a line of text quickly",
    ];

    private readonly Random _random;
    private readonly TinyHeap _heap;

    private RandomHeap(int seed)
    {
        _random = new Random(seed);
        _heap = new TinyHeap(TinyLayout.All[seed % TinyLayout.All.Count]);
    }

    public static TinyHeap Create(int seed)
    {
        var made = new RandomHeap(seed);
        made.AddNodes();
        made.AddRootEdges();
        made.AddEdges();
        made.AddWeakMapPairs();
        made.AddMaps();
        made.AddRopes();
        made.AddLocations();
        return made._heap;
    }

    /// <summary>The same heap a while later: some nodes are gone, some have grown, some are new.</summary>
    public static (TinyHeap Before, TinyHeap After) CreatePair(int seed)
    {
        var before = Create(seed);
        var random = new Random(seed);
        var after = new TinyHeap(before.Layout);
        var copies = new Dictionary<TinyNode, TinyNode> { [before.Root] = after.Root };
        foreach (var node in before.Nodes.Skip(1).Where(_ => random.Next(4) > 0))
        {
            copies[node] = after.Node(node.Type, node.Name, node.SelfSize + (random.Next(5) == 0 ? 8 : 0), node.Id, node.Detachedness);
        }

        for (var i = random.Next(6); i > 0; i--) after.Object(Pick(random, ["Object", "Store", "Added"]), random.Next(40));
        foreach (var (node, copy) in copies)
        {
            foreach (var edge in node.Edges.Where(edge => copies.ContainsKey(edge.To)))
            {
                if (edge.Name is { } name) copy.Edge(edge.Type, name, copies[edge.To]);
                else copy.Edge(edge.Type, edge.Number, copies[edge.To]);
            }
        }

        foreach (var at in before.Locations.Where(at => copies.ContainsKey(at.Node))) copies[at.Node].At(at.ScriptId, at.Line, at.Column);
        return (before, after);
    }

    private static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private T Pick<T>(IReadOnlyList<T> from) => Pick(_random, from);

    private TinyNode AnyNode() => Pick(_heap.Nodes);

    private void AddNodes()
    {
        var count = 1 + _random.Next(22);
        var hasDom = _random.Next(3) == 0;
        for (var i = 0; i < count; i++)
        {
            var (type, name) = _random.Next(16) switch
            {
                0 => ("synthetic", Pick(["(GC roots)", "(Document DOM trees)", "(Global handles)"])),
                1 => ("hidden", Pick(["system / Map", "system / Context"])),
                2 or 3 => ("array", Pick(["", "(object properties)", "(map descriptors)"])),
                4 => ("hidden", Pick(["system / NativeContext", "system / NativeContext / page"])),
                5 => ("string", Pick(["same", "other", ""])),
                6 => ("closure", "handler"),
                7 => ("code", Pick(["handler", "Array"])),
                8 => ("native", Pick(NativeNames)),
                9 => (Pick(["number", "symbol", "bigint", "regexp", "sliced string"]), "value"),
                10 => ("object", "Array"),
                11 or 12 => ("object", Pick(["Store", "Map", "Detached <p class=x>"])),
                _ => ("object", "Object"),
            };
            var size = _random.Next(12) switch { 0 => 0, 1 => 5L << (30 + _random.Next(12)), _ => _random.Next(1, 100) };
            _heap.Node(type, name, size, detachedness: type == "native" && hasDom ? _random.Next(3) : 0);
        }
    }

    /// <summary>To each node at most one edge: the root of a real snapshot has no double ones.</summary>
    private void AddRootEdges()
    {
        foreach (var node in _heap.Nodes.Skip(1).Where(_ => _random.Next(4) == 0).ToList())
        {
            switch (_random.Next(8))
            {
                case 0: _heap.Root.Weak("w", node); break;
                case 1 or 2: _heap.Root.Shortcut("global", node); break;
                case 3: _heap.Root.Property("p", node); break;
                default: _heap.Root.Element(_random.Next(5), node); break;
            }
        }
    }

    private void AddEdges()
    {
        if (_heap.Nodes.Count < 2) return;
        for (var left = _random.Next(3 * _heap.Nodes.Count); left > 0; left--)
        {
            var from = _heap.Nodes[1 + _random.Next(_heap.Nodes.Count - 1)];
            var to = _random.Next(10) == 0 ? from : AnyNode();
            var name = Pick(Words);
            switch (_random.Next(14))
            {
                case 0: from.Weak(name, to); break;
                case 1: from.Shortcut(name, to); break;
                case 2: from.Context(name, to); break;
                case 3 or 4: from.Element(_random.Next(20) == 0 ? 1L << (29 + _random.Next(30)) : _random.Next(12), to); break;
                case 5: from.Hidden(_random.Next(12), to); break;
                case 6 or 7: from.Internal(Pick(["elements", "sloppy_function_map", "4", "7", "x"]), to); break;
                default: from.Property(name, to); break;
            }

            if (_random.Next(12) == 0 && from.Edges[^1] is { Name: { } again } last) from.Edge(last.Type, again, to);
        }
    }

    private void AddWeakMapPairs()
    {
        for (var i = _random.Next(4); i > 0; i--)
        {
            var (key, table, value) = (AnyNode(), AnyNode(), AnyNode());
            if (key == _heap.Root || table == _heap.Root) continue;
            var pair = $" / part of key (Key (odd) @{key.Id}) -> value (Value @{value.Id}) pair in WeakMap (table @{table.Id})";
            if (_random.Next(8) > 0) key.Internal(_random.Next(9) + pair, value);
            if (_random.Next(8) > 0) table.Internal(_random.Next(9) + pair, value);
        }
    }

    private void AddMaps()
    {
        var contexts = _heap.Nodes.Where(node => node.Name.StartsWith("system / NativeContext", StringComparison.Ordinal)).ToList();
        if (contexts.Count == 0) return;
        var metaMap = _heap.Hidden("system / Map", 8).Internal("native_context", Pick(contexts));
        var map = _heap.Hidden("system / Map", 8).Internal("map", metaMap);
        var mapped = _heap.Nodes.Skip(1).Where(node => node != map && node != metaMap && _random.Next(4) == 0);
        foreach (var node in mapped) node.Internal("map", map);
    }

    /// <summary>Concatenated strings; parts come before the whole, so none contains itself.</summary>
    private void AddRopes()
    {
        for (var i = _random.Next(4); i > 0; i--)
        {
            var parts = _heap.Nodes.Where(node => node.Type.EndsWith("string", StringComparison.Ordinal)).ToList();
            if (parts.Count == 0) return;
            var rope = _heap.Node("concatenated string", "(concatenated string)", 20).Internal("first", Pick(parts));
            if (_random.Next(6) > 0) rope.Internal("second", Pick(parts));
            if (_random.Next(2) == 0) AnyNode().Property("rope", rope);
        }
    }

    private void AddLocations()
    {
        var located = _heap.Nodes.Where(node => node.Type is "object" or "closure" && _random.Next(3) == 0);
        foreach (var node in located) node.At(3, _random.Next(2), 7);
    }
}
