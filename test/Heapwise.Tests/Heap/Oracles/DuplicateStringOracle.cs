using System.Globalization;

namespace Heapwise.Tests.Heap.Oracles;

/// <summary>Strings with equal text. Texts that V8 cut off must also agree in length and hash.</summary>
internal static class DuplicateStringOracle
{
    private const int MaxLength = 1024;

    public sealed record Group(string Text, long? Length, IReadOnlyList<PlainNode> Nodes);

    public static List<Group> Of(PlainHeap heap) =>
        [.. heap.Nodes.Where(node => IsCandidate(heap, node))
            .GroupBy(node => KeyOf(heap, node))
            .Where(group => group.Count() > 1)
            .Select(group => new Group(group.Key.Text, group.Key.Length, [.. group]))];

    /// <summary>The texts of all ropes, which do not contain themselves.</summary>
    public static List<string> TextsOfRopes(PlainHeap heap) =>
        [.. heap.Nodes.Where(node => node.Type == "concatenated string").Select(rope => Joined(heap, rope))];

    private static (string Text, bool IsCut, long? Length, long? Hash) KeyOf(PlainHeap heap, PlainNode node) => IsCut(node)
        ? (TextOf(heap, node), true, IntOf(node, "length"), IntOf(node, "hash"))
        : (TextOf(heap, node), false, null, null);

    private static bool IsCandidate(PlainHeap heap, PlainNode node) =>
        node.Size > 0 && (node.Type == "string" || (node.Type == "concatenated string" && !IsFlat(heap, node)));

    /// <summary>V8 leaves a flattened string as a pair of the whole text and the empty one.</summary>
    private static bool IsFlat(PlainHeap heap, PlainNode node) =>
        node.Edges.Exists(edge => edge.Type == "internal" && edge.Name is "first" or "second" && TextOf(heap, edge.To).Length == 0);

    private static string TextOf(PlainHeap heap, PlainNode node) => node.Type == "concatenated string" ? Joined(heap, node) : node.Name;

    /// <summary>The parts from left to right until the text is long enough; a missing part reads as the root's name.</summary>
    private static string Joined(PlainHeap heap, PlainNode rope)
    {
        var text = "";
        var pending = new Stack<PlainNode>([rope]);
        while (text.Length < MaxLength && pending.TryPop(out var node))
        {
            if (node.Type != "concatenated string")
            {
                text += node.Name;
                continue;
            }

            pending.Push(node.InternalTarget("second") ?? heap.Root);
            pending.Push(node.InternalTarget("first") ?? heap.Root);
        }

        return text;
    }

    private static bool IsCut(PlainNode node) =>
        node.InternalTarget("truncated") is { Type: "number", Name: "bool" } flag && flag.InternalTarget("value")?.Name == "true";

    private static long? IntOf(PlainNode node, string field)
    {
        if (node.InternalTarget(field) is not { Type: "number", Name: "int" } number) return null;
        var text = number.InternalTarget("value")?.Name;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}
