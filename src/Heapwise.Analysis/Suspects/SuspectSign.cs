using Heapwise.Heap.Facts.Strings;

namespace Heapwise.Analysis.Suspects;

/// <summary>Something that wastes memory wherever it is held.</summary>
public abstract record SuspectSign
{
    private SuspectSign()
    {
    }

    /// <summary>Strings of equal content.</summary>
    /// <param name="Largest">Those that waste most.</param>
    /// <param name="WastedBytes">Bytes that one of each would save.</param>
    public sealed record EqualStrings(DuplicateString Largest, long WastedBytes) : SuspectSign;

    /// <summary>Contexts of <c>node:vm</c>, each with its own Object, Array, Promise and the rest.</summary>
    /// <param name="Count">How many.</param>
    public sealed record Contexts(int Count) : SuspectSign;
}
