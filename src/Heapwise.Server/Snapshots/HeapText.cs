using System.Text;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Server.Snapshots;

/// <summary>A part of a string's text. Strings that the program joined are followed to their parts.</summary>
/// <param name="Text">From <paramref name="Offset"/> on.</param>
/// <param name="Offset">In UTF-16 units.</param>
/// <param name="Available">Units that the snapshot has.</param>
/// <param name="Length">Units of the string in the program, where that is known.</param>
/// <param name="IsCut">True where the snapshot does not have all of it.</param>
public sealed record HeapText(string Text, int Offset, int Available, long? Length, bool IsCut)
{
    /// <summary>V8 writes at most so many units of a string.</summary>
    private const int CutAt = 1024;

    private const int MaxUnits = 4_000_000;

    internal static HeapText Read(HeapSnapshot snapshot, NodeIndex node, int offset, int limit)
    {
        var text = new StringBuilder();
        var isCut = Append(snapshot.Graph, node, text);
        var from = Math.Clamp(offset, 0, text.Length);
        var part = text.ToString(from, Math.Clamp(limit, 0, text.Length - from));
        return new HeapText(part, from, text.Length, isCut ? null : text.Length, isCut);
    }

    /// <summary>Joined strings may be millions deep, so a stack stands in for recursion. True where a part is cut.</summary>
    private static bool Append(HeapGraph graph, NodeIndex node, StringBuilder text)
    {
        var isCut = false;
        var waiting = new Stack<NodeIndex>([node]);
        while (waiting.TryPop(out var at))
        {
            if (text.Length > MaxUnits) return true;
            if (graph.TypeOf(at) == NodeType.ConcatenatedString
                && graph.FindInternal(at, "first"u8) is { } first && graph.FindInternal(at, "second"u8) is { } second)
            {
                waiting.Push(second);
                waiting.Push(first);
                continue;
            }

            var part = graph.NameOf(at);
            isCut |= part.Length >= CutAt;
            text.Append(part);
        }

        return isCut;
    }
}
