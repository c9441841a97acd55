namespace Heapwise.Analysis.GarbageCollection;

/// <summary>What is known of a heap apart from its collections.</summary>
public sealed record GcCircumstances
{
    public static GcCircumstances Unknown { get; } = new();

    /// <summary>The largest size that the heap may reach.</summary>
    public long? LimitBytes { get; init; }

    /// <summary>What V8 said when it gave up.</summary>
    public string? FatalError { get; init; }
}
