using Heapwise.Guard.Readings;
using Heapwise.Guard.Targets;

namespace Heapwise.Guard.Metrics.Figures;

/// <summary>What is known of one target after a turn: all that metrics of it are made of.</summary>
/// <param name="Target">The process, or worker thread.</param>
/// <param name="Latest">Its latest reading.</param>
/// <param name="Use">What its process has used; null for a worker thread, and where it had ended.</param>
/// <param name="Heap">What was read of its heap with that.</param>
public sealed record TargetFigures(TargetIdentity Target, Reading Latest, ProcessUse? Use, HeapFigures Heap)
{
    /// <summary>The same at every turn, so that a series does not flicker.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>As Node prints it: <c>v24.21.0</c>; null where it is not known, and for a worker thread.</summary>
    public required string? NodeVersion { get; init; }

    public required FloorFigures Floor { get; init; }

    /// <summary>Null where it was not read.</summary>
    public double? Find(Figure figure) => Latest.Find(figure);
}
