using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Names;

/// <summary>
/// Concatenated strings (V8's ropes) as Chrome DevTools shows them: the parts from left to right up to 1024 UTF-16 units, with the
/// last part complete. A string built by appending is a chain of ropes that each contain the previous one, so walking each of them
/// would be quadratic. Instead, every rope is joined from the values of its parts, which are kept; what a value is (the text, or
/// only its hash) is up to the derived class.
/// A rope whose text is that of one of its parts refers to it, past all ropes like itself. Any other rope therefore has two parts
/// with text, and one that is filled up part by part is done after at most 1024 of them, however deep it is.
/// A rope that contains itself, as in a damaged file, is empty there: references only lead to ropes that were complete before.
/// Cost: one visit per rope, up to 2048 steps for one that is filled up. No recursion. Not thread-safe.
/// </summary>
/// <typeparam name="T">The value of a text; its default is the value of the empty text.</typeparam>
internal abstract class Ropes<T>(HeapGraph graph, KnownNames names)
{
    /// <summary>The state of a rope before it is read; that of one that was read is the complement of the node with its text.</summary>
    protected const int Unread = 0;

    private const int UnderWay = 1;
    private const int MaxLength = 1024;

    private readonly IntStack _underWay = new();

    /// <summary>The value of a rope's text, or of the name of any other node.</summary>
    public T Of(NodeIndex node)
    {
        if (IsUnread(node.Value)) Read(node.Value);
        return ValueOf(node.Value);
    }

    /// <summary>The nodes whose names, joined, are the text: none of them a rope. The rope has been read.</summary>
    protected IEnumerable<int> LeavesOf(int rope)
    {
        var length = 0;
        var parts = new IntStack();
        parts.Push(rope);
        while (length < MaxLength && parts.TryPop(out var part))
        {
            if (LengthOf(ValueOf(part)) == 0) continue;
            var at = SameAs(part);
            if (IsRope(at))
            {
                PushParts(at, ref parts);
                continue;
            }

            length += LengthOf(ValueOf(at));
            yield return at;
        }
    }

    protected abstract bool IsRope(int node);

    protected abstract int StateOf(int rope);

    /// <summary>The value of a node's text; for a rope that is not read completely, the default.</summary>
    protected abstract T ValueOf(int node);

    protected abstract void Keep(int rope, int state, T value);

    protected abstract int LengthOf(T value);

    protected abstract T Join(T head, T tail);

    private bool IsUnread(int node) => IsRope(node) && StateOf(node) == Unread;

    /// <summary>The node that a rope refers to, or itself.</summary>
    private int SameAs(int node) => IsRope(node) ? ~StateOf(node) : node;

    private void Read(int rope)
    {
        var underWay = _underWay; // a copy: both share the array, and it is empty between calls
        for (var at = rope; ;)
        {
            Keep(at, UnderWay, default!); // the default of T is a value by contract
            var (first, second) = FindParts(at);
            var next = -1;
            if (IsUnread(first)) next = first;
            else if (LengthOf(ValueOf(first)) < MaxLength && IsUnread(second)) next = second;
            if (next >= 0)
            {
                underWay.Push(at);
                at = next;
                continue;
            }

            Complete(at, first, second);
            if (!underWay.TryPop(out at)) return;
        }
    }

    private void Complete(int rope, int first, int second)
    {
        var head = ValueOf(first);
        var hasHead = LengthOf(head) > 0;
        var tail = LengthOf(head) < MaxLength ? ValueOf(second) : default!; // as above
        if (LengthOf(tail) == 0) Keep(rope, ~(hasHead ? SameAs(first) : rope), head);
        else if (!hasHead) Keep(rope, ~SameAs(second), tail);
        else if (LengthOf(head) + LengthOf(tail) < MaxLength || !IsRope(second)) Keep(rope, ~rope, Join(head, tail));
        else Keep(rope, ~rope, Fill(head, second));
    }

    /// <summary>Appends as many parts of a rope as there is room for.</summary>
    private T Fill(T head, int rope)
    {
        var text = head;
        var parts = new IntStack();
        parts.Push(rope);
        while (LengthOf(text) < MaxLength && parts.TryPop(out var part))
        {
            var at = SameAs(part);
            var value = ValueOf(at);
            if (!IsRope(at) || LengthOf(text) + LengthOf(value) < MaxLength) text = Join(text, value);
            else PushParts(at, ref parts);
        }

        return text;
    }

    private void PushParts(int rope, ref IntStack parts)
    {
        var (first, second) = FindParts(rope);
        parts.Push(second);
        parts.Push(first);
    }

    private (int First, int Second) FindParts(int rope)
    {
        int first = 0, second = 0; // a missing part is the root, whose name is empty
        foreach (var edge in graph.EdgesOf(new NodeIndex(rope)))
        {
            if (edge.Type != EdgeType.Internal) continue;
            var name = graph.NameOrNumberOf(edge.Index);
            if (name == names.First) first = edge.To.Value;
            else if (name == names.Second) second = edge.To.Value;
            if (first != 0 && second != 0) break;
        }

        return (first, second);
    }
}
