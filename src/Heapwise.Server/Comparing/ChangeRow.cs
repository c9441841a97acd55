using Heapwise.Analysis.Reports;
using Heapwise.Server.Rows;

namespace Heapwise.Server.Comparing;

/// <summary>A class in a comparison.</summary>
public sealed record ChangeRow
{
    public required string Name { get; init; }

    public required string Key { get; init; }

    public required ObjectKind Kind { get; init; }

    public required long Added { get; init; }

    public required long Removed { get; init; }

    public required long Delta { get; init; }

    public required long AddedBytes { get; init; }

    public required long RemovedBytes { get; init; }

    public required long DeltaBytes { get; init; }

    /// <summary>Objects in each file.</summary>
    public required IReadOnlyList<long> Counts { get; init; }

    /// <summary>Shallow bytes in each file.</summary>
    public required IReadOnlyList<long> ShallowBytes { get; init; }

    public required LocationReport? Location { get; init; }

    internal static ChangeRow From(DiffRow row) => new()
    {
        Name = row.Name,
        Key = row.Key,
        Kind = ObjectKinds.Of(row.Name),
        Added = row.Added,
        Removed = row.Removed,
        Delta = row.Delta,
        AddedBytes = row.AddedBytes,
        RemovedBytes = row.RemovedBytes,
        DeltaBytes = row.DeltaBytes,
        Counts = row.Counts,
        ShallowBytes = row.ShallowBytes,
        Location = row.Location,
    };
}
