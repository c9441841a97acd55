using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Rendering;

/// <summary>One path from the root to an object as a table, a hop a line.</summary>
internal static class PathTable
{
    /// <param name="steps">From the root down.</param>
    /// <param name="words">Its words; English if null.</param>
    public static TableBlock Of(IReadOnlyList<PathStepReport> steps, PathWords? words = null)
    {
        words ??= DiagnosisWordsEnglish.Words.Path;
        Column[] columns = [new(words.Through, Fit.CutEnd), new(words.To, Fit.CutEnd), new(words.Id), new(words.Retained), new(words.Code, Fit.CutStart, Rank: 1)];
        return new TableBlock(steps.Any(step => step.Location is not null) ? columns : columns[..^1], [.. steps.Select(step => Row(step, words))]);
    }

    private static IReadOnlyList<Cell> Row(PathStepReport step, PathWords words)
    {
        // A run of equal hops, such as a linked list, is one line.
        Piece times = step.Repeat > 1 ? new Piece($" ×{Units.Count(step.Repeat)}", Tone.Dim) : "";
        return
        [
            new Piece(ObjectText.Edge(step.EdgeType, step.Edge, words.Variable), Tone.Code), Cell.Of(ObjectText.NameOf(step.NodeType, step.ClassName, step.Name), times),
            ObjectText.Id(step.NodeId), Units.Bytes(step.RetainedBytes),
            new Piece(step.Location is { } place ? ObjectText.Place(place) : "", Tone.Code),
        ];
    }
}

/// <summary>The headings of a path, and what a variable is called.</summary>
internal sealed record PathWords(string Through, string To, string Id, string Retained, string Code, string Variable);
