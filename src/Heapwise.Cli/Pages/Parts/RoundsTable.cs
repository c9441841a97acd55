using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages.Parts;

/// <summary>The rounds of a diagnosis as a small table: the load, and the memory that was left.</summary>
internal static class RoundsTable
{
    public static void AddTo(Page page, DiagnosisReport report)
    {
        var rounds = report.Rounds;
        if (rounds.Count == 0) return;
        var text = DiagnosisText.For(report.Language);
        var measures = Measures(rounds, text);
        page.Heading(measures.Count == 0 ? text.TheSnapshots : text.TheRounds).Table(
            [new(text.Round, Fit.Word), .. measures.Select(measure => measure.Column), .. FileColumns(rounds, text)],
            [.. rounds.Select((round, i) => Row(rounds, i, measures, text))]);
    }

    private static bool HasFiles(IReadOnlyList<RoundReport> rounds) => rounds.Any(round => round.Snapshot is not null);

    private static Column[] FileColumns(IReadOnlyList<RoundReport> rounds, DiagnosisText text) =>
        HasFiles(rounds) ? [new(text.Snapshot, Fit.CutStart)] : [];

    private static string NameOf(IReadOnlyList<RoundReport> rounds, int at, DiagnosisText text) => rounds[at] switch
    {
        _ when at == 0 => text.Baseline,
        { Worth: > 1 } => text.Burst,
        { IsConfirmation: true } => text.Last,
        _ => Counts.Format(at),
    };

    private static IReadOnlyList<Cell> Row(IReadOnlyList<RoundReport> rounds, int at, List<Measure> measures, DiagnosisText text)
    {
        List<Cell> row = [NameOf(rounds, at, text), .. measures.Select(measure => measure.CellOf(at))];
        if (HasFiles(rounds)) row.Add(new Piece(rounds[at].Snapshot ?? "", Tone.File));
        return row;
    }

    private static List<Measure> Measures(IReadOnlyList<RoundReport> rounds, DiagnosisText text)
    {
        List<Measure> measures = [];
        if (Has(round => round.Requests)) measures.Add(new(new(text.Requests), at => Count(rounds[at].Requests)));
        if (Has(round => round.HeapUsedBytes))
        {
            measures.Add(new(new(text.Heap), at => Size(rounds[at].HeapUsedBytes)));
            measures.Add(new(new(text.Change), at => at == 0 ? "" : Change(rounds[at].HeapUsedBytes - rounds[at - 1].HeapUsedBytes)));
        }

        if (Has(round => round.ExternalBytes)) measures.Add(new(new(text.External, Rank: 2), at => Size(rounds[at].ExternalBytes)));
        if (Has(round => round.RssBytes)) measures.Add(new(new("RSS", Rank: 1), at => Size(rounds[at].RssBytes)));
        if (Has(round => round.FileDescriptors))
            measures.Add(new(new(text.Descriptors, Rank: 3), at => Count(rounds[at].FileDescriptors)));
        return measures;

        bool Has(Func<RoundReport, long?> value) => rounds.Any(round => value(round) is not null);
    }

    private static Cell Count(long? count) => count is { } known ? Counts.Format(known) : "";

    private static Cell Change(long? bytes) =>
        bytes is { } change ? new Piece(ByteSize.FormatChange(change), change > 0 ? Tone.Bad : Tone.Good) : "";

    private static Cell Size(long? bytes) => bytes is { } known ? ByteSize.Format(known) : "";

    /// <summary>One column of figures, and its cell for each round.</summary>
    private readonly record struct Measure(Column Column, Func<int, Cell> CellOf);
}
