namespace Heapwise.Analysis.GarbageCollection;

/// <summary>A sign of trouble in the collections of a heap.</summary>
public abstract record GcWarning
{
    private GcWarning()
    {
    }

    /// <summary>V8 gave up.</summary>
    /// <param name="Message">Its last words.</param>
    public sealed record OutOfMemory(string Message) : GcWarning;

    /// <summary>Collections before V8 would have failed an allocation.</summary>
    public sealed record LastResort(long Count) : GcWarning;

    /// <summary>Full collections in a row that freed next to nothing, with little work between them.</summary>
    public sealed record Ineffective(long Count) : GcWarning;

    /// <summary>The latest floor is close to the heap limit.</summary>
    public sealed record NearLimit(long FloorBytes, long LimitBytes) : GcWarning
    {
        public double Share => (double)FloorBytes / LimitBytes;
    }

    /// <summary>The floor grows.</summary>
    public sealed record FloorRising(long BytesPerMinute) : GcWarning;

    /// <summary>Full collections follow one another faster.</summary>
    /// <param name="EarlierPerMinute">In the first third of the time.</param>
    /// <param name="LaterPerMinute">In the last third.</param>
    public sealed record FullCollectionsMoreOften(double EarlierPerMinute, double LaterPerMinute) : GcWarning;

    /// <summary>Much of what is allocated outlives the young generation.</summary>
    /// <param name="Share">Promoted, of what was allocated.</param>
    /// <param name="PromotedBytes">By young collections.</param>
    public sealed record PromotionHigh(double Share, long PromotedBytes) : GcWarning;

    /// <summary>Collecting takes a large part of the time.</summary>
    public sealed record MuchTimeLost(double Share) : GcWarning;
}
