namespace Heapwise.Live.Recording;

/// <summary>Objects allocated in one stretch of time, from one look of V8 at the heap to the next.</summary>
/// <param name="From">Its beginning, since the tracking started.</param>
/// <param name="To">Its end: when V8 looked.</param>
/// <param name="NewBytes">Bytes that were alive at that first look; what died within the stretch is not seen.</param>
/// <param name="NewObjects">Objects, likewise.</param>
/// <param name="LiveBytes">Bytes of them that were alive at the last look.</param>
/// <param name="LiveObjects">Objects, likewise.</param>
public readonly record struct TrackedStretch(
    TimeSpan From, TimeSpan To, long NewBytes, long NewObjects, long LiveBytes, long LiveObjects);
