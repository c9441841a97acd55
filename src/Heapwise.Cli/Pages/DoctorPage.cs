using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise doctor</c>.</summary>
internal static class DoctorPage
{
    /// <summary>Of a sentence, so that a line fits a window of 80 columns.</summary>
    private const int MessageWidth = 53;

    private static readonly Column[] Columns = [new("", Fit.Word), new("", Fit.Word), new("", Fit.Word)];

    public static Page Of(DoctorReport report)
    {
        var problems = report.Checks.Count(check => check.State == DoctorState.Problem);
        return new Page()
            .Add(new TableBlock(Columns, [.. report.Checks.SelectMany(Rows)]) { IsDrawn = true })
            .Say(problems == 0 ? "Everything that heapwise needs works." : $"{Counts.Format(problems, "problem", "problems")} found.");
    }

    /// <summary>The sentence on as many lines as it needs, then the command.</summary>
    private static IEnumerable<IReadOnlyList<Cell>> Rows(DoctorCheck check)
    {
        var (line, next) = SafeText.Break(check.Message, MessageWidth);
        yield return [StateOf(check.State), check.Name, line];
        while (next.Length > 0)
        {
            (line, next) = SafeText.Break(next, MessageWidth);
            yield return ["", "", line];
        }

        if (check.Command is { } command) yield return ["", "", new Piece(command, Tone.Code)];
    }

    private static Piece StateOf(DoctorState state) => state switch
    {
        DoctorState.Ok => new Piece("ok", Tone.Good),
        DoctorState.Note => new Piece("note", Tone.Strong),
        _ => new Piece("problem", Tone.Bad),
    };
}
