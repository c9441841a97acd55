using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages.Parts;

/// <summary>One path from the root to an object as a table, one hop per line.</summary>
internal static class PathTable
{
    /// <param name="steps">From the root down.</param>
    /// <param name="text">Its text; English if null.</param>
    public static TableBlock Of(IReadOnlyList<PathStepReport> steps, PathText? text = null)
    {
        text ??= DiagnosisTextEnglish.Text.Path;
        Column[] columns =
        [
            new(text.Through, Fit.CutEnd), new(text.To, Fit.CutEnd), new(text.Id), new(text.Retained),
            new(text.Code, Fit.CutStart, Rank: 1),
        ];
        var hasLocations = steps.Any(step => step.Location is not null);
        return new TableBlock(hasLocations ? columns : columns[..^1], [.. steps.Select(step => Row(step, text))]);
    }

    /// <summary>V8 nests its roots; only the last one is informative: <c>(Global handles)</c>, <c>(Stack roots)</c>, …</summary>
    public static TableBlock WithoutRoots(IReadOnlyList<PathStepReport> steps, PathText text)
    {
        var roots = steps.TakeWhile(step => step.NodeType == "synthetic").Count();
        return Of(roots < 2 ? steps : [steps[roots - 1] with { Edge = "", EdgeType = "" }, .. steps.Skip(roots)], text);
    }

    private static IReadOnlyList<Cell> Row(PathStepReport step, PathText text)
    {
        // A run of equal hops, such as a linked list, is one line.
        Piece times = step.Repeat > 1 ? new Piece($" ×{Counts.Format(step.Repeat)}", Tone.Dim) : "";
        return
        [
            new Piece(ObjectText.Edge(step.EdgeType, step.Edge, text.Variable), Tone.Code),
            Cell.Of(ObjectText.NameOf(step.NodeType, step.ClassName, step.Name), times),
            ObjectText.Id(step.NodeId), ByteSize.Format(step.RetainedBytes),
            new Piece(step.Location is { } place ? ObjectText.Place(place) : "", Tone.Code),
        ];
    }
}
