using Heapwise.Analysis.GarbageCollection;

namespace Heapwise.Analysis.Process;

/// <summary>A collection within a sample. Times count from the start of the process's thread.</summary>
public sealed record WatchCollection(GcKind Kind, double AtMs, double PauseMs, long? BeforeBytes, long? AfterBytes, bool IsForced)
{
    public static WatchCollection From(GcEvent collection) => new(
        collection.Kind,
        Math.Round(collection.At.TotalMilliseconds, 3),
        Math.Round(collection.Pause.TotalMilliseconds, 3),
        collection.Sizes?.BeforeBytes,
        collection.Sizes?.AfterBytes,
        collection.IsForced);
}
