using System.Text;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Names;

/// <summary>
/// The text of concatenated strings (V8's ropes) as Chrome DevTools shows it: the parts from left to right up to 1024 characters,
/// with the last part complete. A string built by appending is a chain of ropes that each contain the previous one, so walking
/// each of them would be quadratic. Instead, every rope is joined from the texts of its parts, which are kept.
/// Cost: one visit per rope, and the texts in memory. No recursion. Not thread-safe.
/// </summary>
internal sealed class RopeTexts(HeapGraph graph, KnownNames names)
{
    private const int MaxLength = 1024;

    /// <summary>Null while the parts of a rope are being read: a rope that contains itself, as in a damaged file, is empty there.</summary>
    private readonly Dictionary<int, string?> _known = [];

    /// <summary>The text of a rope, or the name of any other node.</summary>
    public string Of(NodeIndex node)
    {
        if (IsUnread(node.Value)) Read(node.Value);
        return TextOf(node.Value);
    }

    private void Read(int node)
    {
        var underWay = new IntStack();
        for (var at = node; ;)
        {
            _known[at] = null;
            var (first, second) = FindParts(at);
            var next = -1;
            if (IsUnread(first)) next = first;
            else if (TextOf(first).Length < MaxLength && IsUnread(second)) next = second;
            if (next >= 0)
            {
                underWay.Push(at);
                at = next;
                continue;
            }

            _known[at] = Join(TextOf(first), second);
            if (!underWay.TryPop(out at)) return;
        }
    }

    private string Join(string head, int second)
    {
        if (head.Length >= MaxLength) return head;
        var tail = TextOf(second);
        return head.Length + tail.Length < MaxLength || !IsRope(second) ? head + tail : Fill(head, second);
    }

    /// <summary>Appends as many parts of a rope as there is room for.</summary>
    private string Fill(string head, int rope)
    {
        var text = new StringBuilder(head);
        var parts = new IntStack();
        parts.Push(rope);
        while (text.Length < MaxLength && parts.TryPop(out var at))
        {
            var part = TextOf(at);
            if (!IsRope(at) || text.Length + part.Length < MaxLength)
            {
                text.Append(part);
                continue;
            }

            var (first, second) = FindParts(at);
            parts.Push(second);
            parts.Push(first);
        }

        return text.ToString();
    }

    private bool IsRope(int node) => graph.TypeOf(new NodeIndex(node)) == NodeType.ConcatenatedString;

    private bool IsUnread(int node) => IsRope(node) && !_known.ContainsKey(node);

    private string TextOf(int node) => IsRope(node) ? _known.GetValueOrDefault(node) ?? "" : graph.NameOf(new NodeIndex(node));

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
