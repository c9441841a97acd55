using System.Text;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Facts.Names;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Strings;

/// <summary>
/// The hashes of all names, and of the ropes' texts as far as they are asked for. Memory: 24 bytes per name and per rope, and 1.5 bits
/// per node; no text. The names are hashed on all processors.
/// </summary>
internal sealed class TextHashes : Ropes<TextHash>, IDisposable
{
    private readonly HeapGraph _graph;
    private readonly NativeColumn<TextHash> _names;
    private readonly RankedBits _ropes;
    private readonly NativeColumn<Rope> _values;

    public TextHashes(HeapGraph graph, KnownNames names)
        : base(graph, names)
    {
        _graph = graph;
        _names = HashAll(graph.Strings);
        _ropes = FindRopes(graph.Columns.Types.Span);
        _values = new NativeColumn<Rope>(_ropes.Count);
    }

    /// <summary>The text of a node whose hash has been asked for.</summary>
    public string TextOf(NodeIndex node)
    {
        if (!IsRope(node.Value)) return _graph.NameOf(node);
        var text = new StringBuilder();
        foreach (var leaf in LeavesOf(node.Value)) text.Append(_graph.NameOf(new NodeIndex(leaf)));
        return text.ToString();
    }

    public void Dispose()
    {
        _names.Dispose();
        _values.Dispose();
    }

    protected override bool IsRope(int node) => _ropes[node];

    protected override int StateOf(int rope) => _values[_ropes.RankOf(rope)].State;

    protected override TextHash ValueOf(int node)
    {
        if (_ropes[node]) return _values[_ropes.RankOf(node)].Text;
        var name = _graph.NameIndexOf(new NodeIndex(node));
        return name < _names.Length ? _names[name] : TextHash.Of(_graph.Strings[name].AsSpan());
    }

    protected override void Keep(int rope, int state, TextHash value) =>
        _values[_ropes.RankOf(rope)] = new Rope(value.First, value.Second, value.Length, state);

    protected override int LengthOf(TextHash value) => value.Length;

    protected override TextHash Join(TextHash head, TextHash tail) => head.Join(tail);

    private static NativeColumn<TextHash> HashAll(StringTable strings)
    {
        const int block = 1 << StringTable.BlockShift;
        var hashes = new NativeColumn<TextHash>(strings.FileCount, zeroed: false);
        Parallel.For(0, (strings.FileCount + block - 1) / block, at =>
        {
            var end = Math.Min(strings.FileCount, (at + 1) * block);
            for (var i = at * block; i < end; i++) hashes[i] = Hash(strings.Utf8(i));
        });
        return hashes;
    }

    private static TextHash Hash(ReadOnlySpan<byte> name) =>
        Ascii.IsValid(name) ? TextHash.Of(name) : TextHash.Of(Wtf8.ToText(name).AsSpan());

    private static RankedBits FindRopes(ReadOnlySpan<byte> types)
    {
        var ropes = new NodeBits(types.Length);
        for (var i = 0; i < types.Length; i++)
        {
            if (types[i] == (byte)NodeType.ConcatenatedString) ropes.Set(i);
        }

        return new RankedBits(ropes);
    }

    /// <summary>A text's hash and the rope's state together in 24 bytes.</summary>
    private readonly record struct Rope(ulong First, ulong Second, int Length, int State)
    {
        public TextHash Text => new(First, Second, Length);
    }
}
