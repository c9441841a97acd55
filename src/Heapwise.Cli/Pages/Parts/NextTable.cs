using Heapwise.Cli.Blocks;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages.Parts;

/// <summary>The commands that come next, each with what it does.</summary>
internal static class NextTable
{
    // A command that is cut cannot be typed; what it does is left out first.
    private static readonly Column[] Steps = [new("", Fit.Word), new("", Fit.CutEnd, Rank: 1)];

    public static Page AddTo(Page page, IReadOnlyList<(string Command, string What)> steps, DiagnosisText text) =>
        page.Heading(text.Next).Table(Steps, [.. steps.Select(Row)]);

    private static IReadOnlyList<Cell> Row((string Command, string What) step) => [new Piece(step.Command, Tone.Code), step.What];
}
