using Heapwise.Heap.Graph;
using Heapwise.Outside.Layouts;
using Heapwise.Outside.Objects;

namespace Heapwise.Outside.Snapshot;

/// <summary>
/// The edges of one object at a time. What is given a name is remembered by its word, and the strong pointers that are left at the
/// end become hidden edges, as in V8's generator.
/// </summary>
internal sealed class NodeEdges(HeapFacts facts, SnapshotGraph graph, int firstObject)
{
    /// <summary>Only objects whose map knows their size have words with names of their own, and that is one byte.</summary>
    private const int MaxNamedWords = 256;

    private readonly Essentials _essentials = new(facts);
    private readonly bool[] _named = new bool[MaxNamedWords];

    public uint Slot { get; private set; }

    public ObjectMap Map { get; private set; } = null!; // set by Begin, which comes first

    public int Node { get; private set; }

    public int Words { get; private set; }

    public void Begin(uint slot, ObjectMap map, ObjectBody body)
    {
        (Slot, Map, Words) = (slot, map, body.PointerWords);
        Node = NodeOf(slot);
        Array.Clear(_named, 0, Math.Min(Words, MaxNamedWords));
        graph.Begin(Node);
    }

    /// <summary>The node of a live object.</summary>
    public int NodeOf(uint slot) => firstObject + facts.Live.NumberOf(slot);

    /// <summary>The node that a word points to; negative if it points to no live object.</summary>
    public int TargetNode(ulong word)
    {
        var slot = facts.Image.Target(word);
        return slot != 0 && facts.Live[slot] ? NodeOf(slot) : -1;
    }

    /// <summary>An edge for a word at an offset of the object. V8's own constants get none.</summary>
    /// <param name="name">The edge's name.</param>
    /// <param name="offset">Where the word is.</param>
    /// <param name="tag">What to call the target if it has no name of its own.</param>
    public void Internal(string name, int offset, string tag = "")
    {
        if (offset / 8 >= Words) return;
        Name(offset / 8);
        var slot = facts.Image.Target(facts.Image.WordAt(Slot, offset));
        if (slot == 0 || !facts.Live[slot] || !_essentials.Has(slot)) return;
        var node = NodeOf(slot);
        if (tag.Length > 0) graph.NameIfEmpty(node, facts.Names.Intern(tag));
        graph.AddEdge(EdgeType.Internal, facts.Names.Intern(name), node);
    }

    /// <summary>An edge to a weakly held object, if that is live.</summary>
    public void Weak(string name, int offset)
    {
        if (offset / 8 >= Words) return;
        Name(offset / 8);
        var word = facts.Image.WordAt(Slot, offset);
        var slot = (word & 3) == 3 ? facts.Image.WeakTarget(word) : facts.Image.Target(word);
        if (slot != 0 && facts.Live[slot] && _essentials.Has(slot)) graph.AddEdge(EdgeType.Weak, facts.Names.Intern(name), NodeOf(slot));
    }

    /// <summary>A property's or variable's edge, or an element's.</summary>
    /// <param name="kind">Which of them.</param>
    /// <param name="nameOrIndex">The number of its name, or its index.</param>
    /// <param name="value">The word of its value.</param>
    /// <param name="word">The word of the object that holds it; negative if it is elsewhere.</param>
    public void Named(EdgeType kind, int nameOrIndex, ulong value, int word = -1)
    {
        if (word >= 0) Name(word);
        if (TargetNode(value) is var node and >= 0) graph.AddEdge(kind, nameOrIndex, node);
    }

    /// <summary>An edge for every item from a word on, named by its number.</summary>
    public void Numbered(int firstWord, bool withWeak)
    {
        for (var word = firstWord; word < Words; word++)
        {
            var value = facts.Image[Slot + (uint)word];
            var (slot, kind) = (facts.Image.Target(value), EdgeType.Internal);
            if (withWeak && (value & 3) == 3) (slot, kind) = (facts.Image.WeakTarget(value), EdgeType.Weak);
            if (slot != 0 && facts.Live[slot] && _essentials.Has(slot))
                graph.AddEdge(kind, facts.Names.OfNumber(word - firstWord), NodeOf(slot));
        }
    }

    /// <summary>Hidden edges for what has no name.</summary>
    public void Rest()
    {
        for (var word = 1; word < Words; word++)
        {
            if ((word < MaxNamedWords && _named[word]) || Marking.WeakFields.IsWeak(Map.Role, word * 8)) continue;
            var slot = facts.Image.Target(facts.Image[Slot + (uint)word]);
            if (slot != 0 && facts.Live[slot] && _essentials.Has(slot)) graph.AddEdge(EdgeType.Hidden, word, NodeOf(slot));
        }
    }

    private void Name(int word)
    {
        if (word < MaxNamedWords) _named[word] = true;
    }

    public void Extra(EdgeType kind, int name, int target) => graph.AddEdge(kind, name, target);

    /// <summary>Says that what a word of the object points to is a part of code, and what to call it if it has no name.</summary>
    public void TagAsCode(int offset, string tag)
    {
        if (offset / 8 < Words && TargetNode(facts.Image.WordAt(Slot, offset)) is var node and >= 0)
            graph.TagAsCode(node, facts.Names.Intern(tag));
    }

    /// <summary>The map of the object that a word points to, if any.</summary>
    public ObjectMap? MapAt(int offset) => offset / 8 < Words ? facts.Maps.OfTarget(facts.Image.WordAt(Slot, offset)) : null;

    public bool Is(int offset, ObjectRole role) => MapAt(offset)?.Role == role;
}
