using System.Text;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Names;

/// <summary>
/// Texts of concatenated strings (V8's ropes) as Chrome DevTools shows them: the parts from left to right until 1024
/// characters are there, the last part whole. A text grown by appending is a chain of ropes that each hold the one before,
/// so a walk for each of them would be quadratic: every rope is put together from the texts of its parts, which are kept.
/// Cost: one visit a rope, and the texts in memory; no recursion. Not thread-safe.
/// </summary>
internal sealed class RopeTexts(HeapGraph graph, KnownNames names)
{
    private const int TextLimit = 1024;

    /// <summary>Null while a rope's parts are being read: one that (in a damaged file) contains itself reads as empty there.</summary>
    private readonly Dictionary<int, string?> _known = [];

    /// <summary>A rope's text; any other node's name.</summary>
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
            var (first, second) = PartsOf(at);
            var next = IsUnread(first) ? first : TextOf(first).Length < TextLimit && IsUnread(second) ? second : -1;
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
        if (head.Length >= TextLimit) return head;
        var tail = TextOf(second);
        return head.Length + tail.Length < TextLimit || !IsRope(second) ? head + tail : Fill(head, second);
    }

    /// <summary>Takes over as many parts of a rope as there is room for.</summary>
    private string Fill(string head, int rope)
    {
        var text = new StringBuilder(head);
        var parts = new IntStack();
        parts.Push(rope);
        while (text.Length < TextLimit && parts.TryPop(out var at))
        {
            var part = TextOf(at);
            if (!IsRope(at) || text.Length + part.Length < TextLimit)
            {
                text.Append(part);
                continue;
            }

            var (first, second) = PartsOf(at);
            parts.Push(second);
            parts.Push(first);
        }

        return text.ToString();
    }

    private bool IsRope(int node) => graph.TypeOf(new NodeIndex(node)) == NodeType.ConcatenatedString;

    private bool IsUnread(int node) => IsRope(node) && !_known.ContainsKey(node);

    private string TextOf(int node) => IsRope(node) ? _known.GetValueOrDefault(node) ?? "" : graph.NameOf(new NodeIndex(node));

    private (int First, int Second) PartsOf(int rope)
    {
        int first = 0, second = 0; // a missing part reads as the root, whose name is empty
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
