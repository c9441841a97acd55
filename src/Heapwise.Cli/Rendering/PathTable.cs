using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Rendering;

/// <summary>One path from the root to an object as a table, a hop a line.</summary>
internal static class PathTable
{
    private static readonly Column[] Columns = [new("Through", Fit.CutEnd), new("To", Fit.CutEnd), new("Id"), new("Retained"), new("Code", Fit.CutStart, Rank: 1)];

    public static TableBlock Of(IReadOnlyList<PathStepReport> steps) => new(
        steps.Any(step => step.Location is not null) ? Columns : Columns[..^1],
        [.. steps.Select(Row)]);

    private static IReadOnlyList<Cell> Row(PathStepReport step)
    {
        // A run of equal hops, such as a linked list, is one line.
        Piece times = step.Repeat > 1 ? new Piece($" ×{Units.Count(step.Repeat)}", Tone.Dim) : "";
        return
        [
            new Piece(ObjectText.Edge(step.EdgeType, step.Edge), Tone.Code), Cell.Of(ObjectText.NameOf(step.NodeType, step.ClassName, step.Name), times),
            ObjectText.Id(step.NodeId), Units.Bytes(step.RetainedBytes),
            new Piece(step.Location is { } place ? ObjectText.Place(place) : "", Tone.Code),
        ];
    }
}
