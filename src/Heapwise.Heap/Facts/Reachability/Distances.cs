using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Reachability;

/// <summary>
/// The number of edges on the shortest path from a root to each node, by Chrome DevTools' rules. 2 bytes per node, or 4 if a path
/// has 32,766 edges or more.
/// </summary>
public sealed unsafe class Distances : IDisposable
{
    /// <summary>Added to the distance of nodes that only V8's own roots reach.</summary>
    public const int SystemBase = 100_000_000;

    /// <summary>The distance of nodes that nothing reaches.</summary>
    public const int Unreached = -5;

    private const ushort NarrowSystemBase = 0x8000;
    private const ushort NarrowUnreached = 0xFFFF;

    internal Distances(NativeColumn<ushort> narrow) => Narrow = narrow;

    internal Distances(NativeColumn<int> wide) => Wide = wide;

    /// <summary>Distances below 2¹⁵; those from V8's own roots start at 2¹⁵; 2¹⁶ - 1 is unreached. Null if they do not fit.</summary>
    internal NativeColumn<ushort>? Narrow { get; private set; }

    internal NativeColumn<int>? Wide { get; private set; }

    public int Of(NodeIndex node) => Of(node.Value);

    public void Dispose()
    {
        Narrow?.Dispose();
        Wide?.Dispose();
    }

    internal static Distances Unknown(long nodes)
    {
        var narrow = new NativeColumn<ushort>(nodes, zeroed: false);
        narrow.Span.Fill(NarrowUnreached);
        return new Distances(narrow);
    }

    internal int Of(int node) => Narrow is { } narrow ? Decode(narrow.Span[node]) : Wide!.Span[node]; // one of the two always exists

    internal void Set(int node, int distance)
    {
        if (Narrow is { } narrow) narrow[node] = (ushort)(distance >= SystemBase ? distance - SystemBase + NarrowSystemBase : distance);
        else Wide![node] = distance;
    }

    /// <summary>The distance of a node's targets, encoded as in the column; makes the column wide if it does not fit.</summary>
    internal int Next(int node)
    {
        if (Narrow is { } narrow)
        {
            var next = narrow.Pointer[node] + 1;
            if (next is not (NarrowSystemBase or NarrowUnreached)) return next;
            Widen(narrow);
        }

        return Wide!.Pointer[node] + 1; // exists if the other does not
    }

    private static int Decode(ushort value) => value switch
    {
        < NarrowSystemBase => value,
        NarrowUnreached => Unreached,
        _ => value - NarrowSystemBase + SystemBase,
    };

    private void Widen(NativeColumn<ushort> narrow)
    {
        var wide = new NativeColumn<int>(narrow.Length, zeroed: false);
        for (var node = 0; node < narrow.Length; node++) wide[node] = Decode(narrow[node]);
        (Wide, Narrow) = (wide, null);
        narrow.Dispose();
    }
}
