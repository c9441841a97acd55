using System.Globalization;
using System.Text.RegularExpressions;

namespace Heapwise.Tests.Heap.Oracles;

/// <summary>The edges that count for dominators, and what a WeakMap's edge names say.</summary>
internal static partial class EssentialEdges
{
    public static List<PlainEdge> Of(PlainHeap heap)
    {
        var pageOwned = PageOwned(heap);
        return heap.Edges.Where(edge => IsEssential(heap, edge, pageOwned)).ToList();
    }

    /// <summary>The part of a WeakMap pair's edge name that both its edges share, and the table's id; null for other edges.</summary>
    public static (string Pair, long Table)? WeakMapPair(PlainEdge edge)
    {
        if (edge.Type != "internal") return null;
        var match = PairName().Match(edge.Name!); // internal edges have names
        if (!match.Success) return null;
        var isId = long.TryParse(match.Groups["table"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var table);
        return (match.Groups["pair"].Value, isId ? table : -1);
    }

    private static bool IsEssential(PlainHeap heap, PlainEdge edge, HashSet<PlainNode> pageOwned)
    {
        if (WeakMapPair(edge) is { } pair && pair.Table == edge.From.Id) return false;
        if (edge.IsWeak || edge.From == edge.To) return false;
        if (edge.From == heap.Root) return true;
        if (edge.Type == "shortcut") return false;
        return pageOwned.Contains(edge.From) || !pageOwned.Contains(edge.To);
    }

    /// <summary>Everything that strong edges reach from the root's shortcuts and from the page's trees.</summary>
    private static HashSet<PlainNode> PageOwned(PlainHeap heap)
    {
        var seeds = heap.Root.Edges.Where(edge =>
            edge.Type == "shortcut" || (edge.Type == "element" && edge.To.Type == "synthetic" && edge.To.Name == "(Document DOM trees)"));
        var owned = seeds.Select(edge => edge.To).ToHashSet();
        var pending = new Stack<PlainNode>(owned);
        while (pending.TryPop(out var node))
        {
            foreach (var edge in node.Edges.Where(edge => !edge.IsWeak))
            {
                if (owned.Add(edge.To)) pending.Push(edge.To);
            }
        }

        return owned;
    }

    [GeneratedRegex(
        @"^[0-9]+(?<pair> / part of key \([^\r\n]*? @[0-9]+\) -> value \([^\r\n]*? @[0-9]+\) "
        + @"pair in WeakMap \(table @(?<table>[0-9]+)\))\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 10_000)]
    private static partial Regex PairName();
}
