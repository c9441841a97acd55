namespace Heapwise.Analysis.GarbageCollection;

/// <summary>What a record of V8's trace is.</summary>
internal enum GcLogMeaning
{
    /// <summary>Nothing of interest.</summary>
    Other,
    Collection,
    Limit,

    /// <summary>A collection that is not whole.</summary>
    Damaged,
}
