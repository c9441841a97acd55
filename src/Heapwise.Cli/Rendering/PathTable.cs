using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Rendering;

/// <summary>One path from the root to an object as a table, a hop a line.</summary>
internal static class PathTable
{
    private static readonly Column[] Columns = [new("Through", Fit.CutEnd), new("To", Fit.CutEnd), new("Retained"), new("Code", Fit.CutStart, Rank: 1)];

    public static TableBlock Of(IReadOnlyList<PathStepReport> steps) => new(
        steps.Any(step => step.Location is not null) ? Columns : Columns[..^1],
        [.. steps.Select(Row)]);

    private static IReadOnlyList<Cell> Row(PathStepReport step)
    {
        Piece[] to = step is { NodeType: "synthetic", Name.Length: 0 } ? ["(root)"] : ObjectText.Of(step.NodeType, step.ClassName, step.Name, step.NodeId);
        if (step.Repeat > 1) to = [.. to, new Piece($" ×{Units.Count(step.Repeat)}", Tone.Dim)];
        return
        [
            new Piece(step.EdgeType.Length == 0 ? "" : ObjectText.Edge(step.EdgeType, step.Edge), Tone.Code), new Cell(to), Units.Bytes(step.RetainedBytes),
            new Piece(step.Location?.ToString() ?? "", Tone.Code),
        ];
    }
}
