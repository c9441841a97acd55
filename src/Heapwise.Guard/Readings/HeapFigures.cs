using Heapwise.Live.Monitoring;

namespace Heapwise.Guard.Readings;

/// <summary>What was read of a heap.</summary>
/// <param name="Values">What rules judge and the history keeps.</param>
/// <param name="Spaces">Its spaces; empty where they were not read.</param>
public sealed record HeapFigures(IReadOnlyDictionary<Figure, double> Values, IReadOnlyList<HeapSpace> Spaces)
{
    public static HeapFigures None { get; } = new(new Dictionary<Figure, double>(), []);

    /// <summary>What only Node itself knows; null where its inspector was not asked.</summary>
    public InspectorFigures? Inspected { get; init; }
}

/// <summary>A space of a heap.</summary>
/// <param name="Name">V8's name without the suffix <c>_space</c>.</param>
/// <param name="TotalBytes">Its pages.</param>
/// <param name="UsedBytes">Its objects, with garbage that has not been collected.</param>
/// <param name="AvailableBytes">Room for objects in its pages; null where it is not known.</param>
public sealed record HeapSpace(string Name, long TotalBytes, long UsedBytes, long? AvailableBytes);

/// <summary>What only Node itself knows.</summary>
/// <param name="Loop">How late timers fired while it was asked; null where none did.</param>
/// <param name="MallocedBytes">V8's own allocations outside the heap.</param>
/// <param name="GlobalHandlesUsedBytes">References from native code into the heap.</param>
/// <param name="GlobalHandlesTotalBytes">Space reserved for such references.</param>
public sealed record InspectorFigures(
    DelayReading? Loop, long MallocedBytes, long GlobalHandlesUsedBytes, long GlobalHandlesTotalBytes);
