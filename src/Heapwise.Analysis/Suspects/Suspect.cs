using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Locations;

namespace Heapwise.Analysis.Suspects;

/// <summary>What holds so much of a single snapshot, or so many entries, that it may be a leak. One snapshot does not prove one.</summary>
/// <param name="Leak">Its holder, pattern, path and location, as for a leak. Its growth is everything that the holder keeps.</param>
/// <param name="HeldBytes">Bytes that are reached through the holder.</param>
/// <param name="Share">The part of the heap that they are.</param>
/// <param name="Owner">Who has a name for the holder.</param>
/// <param name="Classes">What the bytes are, the largest class first.</param>
/// <param name="Removal">Where the program removes something from the holder; null where its text shows no such place.</param>
public sealed record Suspect(
    Leak Leak, long HeldBytes, double Share, SuspectOwner Owner, IReadOnlyList<HeldClass> Classes, CodeLocation? Removal)
{
    /// <summary>Objects that are put into the holder; null where it is a single object.</summary>
    public long? Entries => Leak.Growth.Entry is { Born: [> 1 and var count] } ? count : null;

    /// <summary>What would be freed with the holder; 0 where it is no object of the heap.</summary>
    public long RetainedBytes => (Leak.Holder as LeakHolder.HeapObject)?.RetainedBytes ?? 0;

    /// <summary>True where the program's own code bounds it, which makes it a cache rather than a leak.</summary>
    public bool IsBounded => Leak.Bound is not null;
}

/// <summary>The objects of one class that a suspect holds.</summary>
/// <param name="Name">The class.</param>
/// <param name="Count">Objects.</param>
/// <param name="Bytes">Their shallow bytes.</param>
public sealed record HeldClass(string Name, long Count, long Bytes);

/// <summary>Who has a name for a holder: who can let it go.</summary>
public enum SuspectOwner
{
    Program,
    Library,

    /// <summary>Node, for what the program registered or opened: timers, listeners, requests.</summary>
    Runtime,
}
