using System.Text;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Tests.Heap;

/// <summary>
/// Builds small snapshots by hand, in any version's layout, as the bytes that a snapshot file holds.
/// <code>
/// var heap = new TinyHeap();
/// var store = heap.Object("Store", 16);
/// heap.Root.Shortcut("global", heap.Object("global").Property("store", store));
/// using var snapshot = heap.Open();
/// snapshot.Dominators.RetainedSizeOf(store).ShouldBe(16);
/// </code>
/// Node 0 is the synthetic root with id 1; every other node gets the next odd id unless one is given, so two
/// heaps built alike can be compared.
/// </summary>
public sealed class TinyHeap
{
    /// <summary>Reads in small blocks: cheaper to set up for a small file, and block borders are hit.</summary>
    private const int BlockBytes = 1_000;

    private readonly List<TinyNode> _nodes = [];
    private readonly List<string> _strings = ["<dummy>"];
    private readonly Dictionary<string, int> _stringIndexes = new(StringComparer.Ordinal);
    private readonly List<TinyLocation> _locations = [];
    private long _lastId = -1;

    public TinyHeap(TinyLayout? layout = null)
    {
        Layout = layout ?? TinyLayout.Node24;
        Root = Node("synthetic", "");
    }

    /// <summary>May be changed at any time: the heap is written in the layout that it has then.</summary>
    public TinyLayout Layout { get; set; }

    public TinyNode Root { get; }

    public IReadOnlyList<TinyNode> Nodes => _nodes;

    public IReadOnlyList<TinyLocation> Locations => _locations;

    /// <summary>All strings in use, <c>&lt;dummy&gt;</c> first. Names enter it when they are given.</summary>
    public IReadOnlyList<string> Strings => _strings;

    /// <summary>The head's <c>extra_native_bytes</c>, written where the layout has it.</summary>
    public long ExtraNativeBytes { get; set; }

    public int EdgeCount => _nodes.Sum(node => node.Edges.Count);

    /// <summary>Adds a node of any type. The id defaults to the next odd one above all before it.</summary>
    public TinyNode Node(string type, string name, long selfSize = 0, long? id = null, int detachedness = 0)
    {
        var own = id ?? (_lastId < 0 ? 1 : _lastId + 2 - ((_lastId + 1) & 1));
        _lastId = Math.Max(_lastId, own);
        StringIndex(name);
        var node = new TinyNode(this, _nodes.Count, type, name) { Id = own, SelfSize = selfSize, Detachedness = detachedness };
        _nodes.Add(node);
        return node;
    }

    public TinyNode Object(string name, long selfSize = 0) => Node("object", name, selfSize);

    public TinyNode Hidden(string name, long selfSize = 0) => Node("hidden", name, selfSize);

    public TinyNode Array(string name, long selfSize = 0) => Node("array", name, selfSize);

    public TinyNode String(string name, long selfSize = 0) => Node("string", name, selfSize);

    public TinyNode Code(string name, long selfSize = 0) => Node("code", name, selfSize);

    public TinyNode Closure(string name, long selfSize = 0) => Node("closure", name, selfSize);

    public TinyNode Native(string name, long selfSize = 0, int detachedness = 0) =>
        Node("native", name, selfSize, detachedness: detachedness);

    public TinyNode Synthetic(string name) => Node("synthetic", name);

    /// <summary>A script whose functions have places: see <see cref="TinyScript.Function"/>.</summary>
    public TinyScript Script(int scriptId, string path) => new(this, scriptId, path);

    /// <summary>The snapshot file's bytes in the layout of this heap.</summary>
    public byte[] ToJson() => new TinyHeapWriter(this).ToJson();

    /// <summary>The file in text form, part by part, for tests that damage it.</summary>
    public TinyDocument ToDocument() => new TinyHeapWriter(this).ToDocument();

    /// <summary>Opens the snapshot as the engine would open the file. The caller disposes it.</summary>
    public HeapSnapshot Open()
    {
        using var stream = new MemoryStream(ToJson());
        return HeapSnapshot.Read(stream, "tiny.heapsnapshot", new HeapOpenOptions { BlockBytes = BlockBytes });
    }

    /// <summary>Position of a string in the string table; a new one is added at its end.</summary>
    public int StringIndex(string text)
    {
        if (!_stringIndexes.TryGetValue(text, out var index))
        {
            index = _strings.Count;
            _strings.Add(text);
            _stringIndexes.Add(text, index);
        }

        return index;
    }

    /// <summary>The heap as a list of nodes with their edges, for messages of failing tests.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var node in _nodes)
        {
            text.Append(node).Append(':');
            foreach (var edge in node.Edges) text.Append(' ').Append(edge);
            text.Append('\n');
        }

        return text.ToString();
    }

    internal void Locate(TinyLocation location) => _locations.Add(location);
}

/// <summary>The location of a closure or of an object's constructor; line and column are counted from 0.</summary>
public sealed record TinyLocation(TinyNode Node, int ScriptId, int Line, int Column);

/// <summary>An edge with a name or, for <c>element</c> and <c>hidden</c>, a number.</summary>
public sealed record TinyEdge(string Type, string? Name, long Number, TinyNode To)
{
    public override string ToString() => $"-{Type}:{Name ?? Number.ToString()}-> #{To.Index}";
}

/// <summary>A node of a <see cref="TinyHeap"/>. The edge methods return the node itself, so calls can be chained.</summary>
public sealed class TinyNode(TinyHeap heap, int index, string type, string name)
{
    private readonly List<TinyEdge> _edges = [];

    public int Index { get; } = index;

    public string Type { get; } = type;

    public string Name { get; } = name;

    public long Id { get; set; }

    public long SelfSize { get; set; }

    /// <summary>0 unknown, 1 attached, 2 detached; written where the layout has the field.</summary>
    public int Detachedness { get; set; }

    /// <summary>Node of the allocation trace tree; written where the layout has the field.</summary>
    public int TraceNodeId { get; set; }

    public IReadOnlyList<TinyEdge> Edges => _edges;

    public static implicit operator NodeIndex(TinyNode node) => node.ToNodeIndex();

    public NodeIndex ToNodeIndex() => new(Index);

    public TinyNode Property(string name, TinyNode to) => Edge("property", name, to);

    public TinyNode Context(string name, TinyNode to) => Edge("context", name, to);

    public TinyNode Internal(string name, TinyNode to) => Edge("internal", name, to);

    public TinyNode Shortcut(string name, TinyNode to) => Edge("shortcut", name, to);

    public TinyNode Weak(string name, TinyNode to) => Edge("weak", name, to);

    public TinyNode Element(long index, TinyNode to) => Edge("element", index, to);

    public TinyNode Hidden(long index, TinyNode to) => Edge("hidden", index, to);

    public TinyNode Edge(string type, string name, TinyNode to)
    {
        heap.StringIndex(name);
        _edges.Add(new TinyEdge(type, name, 0, to));
        return this;
    }

    public TinyNode Edge(string type, long number, TinyNode to)
    {
        _edges.Add(new TinyEdge(type, null, number, to));
        return this;
    }

    /// <summary>Gives the node a location in a script; line and column are counted from 0, as in the file.</summary>
    public TinyNode At(int scriptId, int line, int column)
    {
        heap.Locate(new TinyLocation(this, scriptId, line, column));
        return this;
    }

    public override string ToString() =>
        $"#{Index} {Type} '{Name}' @{Id} size {SelfSize}" + (Detachedness == 0 ? "" : $" detachedness {Detachedness}");
}

/// <summary>
/// A script as V8 writes it, from which a closure's file can be found:
/// <code>closure --internal:shared--> code "name" --internal:script--> code "path"</code>
/// </summary>
public sealed class TinyScript
{
    private readonly TinyHeap _heap;
    private readonly int _scriptId;

    internal TinyScript(TinyHeap heap, int scriptId, string path)
    {
        _heap = heap;
        _scriptId = scriptId;
        Node = heap.Code(path);
    }

    /// <summary>The code node that is named after the script's path.</summary>
    public TinyNode Node { get; }

    /// <summary>A closure at a location in the script; line and column are counted from 0, as in the file.</summary>
    public TinyNode Function(string name, int line, int column, long selfSize = 0)
    {
        var shared = _heap.Code(name).Internal("script", Node);
        return _heap.Closure(name, selfSize).Internal("shared", shared).At(_scriptId, line, column);
    }
}
