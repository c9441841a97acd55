namespace Heapwise.Server.Sources;

/// <summary>A source as the page shows it.</summary>
public sealed record SourceRow
{
    /// <summary>The same from run to run for the same path.</summary>
    public required string Id { get; init; }

    public required SourceKind Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>The whole path; of a process its command line.</summary>
    public required string Path { get; init; }

    public required long? FileBytes { get; init; }

    public required SourceState State { get; init; }

    /// <summary>What is being done while it opens.</summary>
    public required string? Phase { get; init; }

    public required double? Fraction { get; init; }

    public required string? Error { get; init; }

    public required int? Pid { get; init; }
}
