using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages.Parts;

/// <summary>The rounds of a diagnosis as a small table: what was done, and the memory that stayed.</summary>
internal static class RoundsTable
{
    public static void AddTo(Page page, DiagnosisReport report)
    {
        var rounds = report.Rounds;
        if (rounds.Count == 0) return;
        var text = DiagnosisText.For(report.Language);
        var measures = Measures(rounds, text);
        page.Heading(measures.Count == 0 ? text.TheSnapshots : text.TheRounds).Table(
            [new(text.Round, Fit.Word), .. measures.Select(measure => measure.Column), .. HasFiles(rounds) ? [new Column(text.Snapshot, Fit.CutStart)] : Array.Empty<Column>()],
            [.. rounds.Select((round, i) => Row(rounds, i, measures, text))]);
    }

    private static bool HasFiles(IReadOnlyList<RoundReport> rounds) => rounds.Any(round => round.Snapshot is not null);

    private static IReadOnlyList<Cell> Row(IReadOnlyList<RoundReport> rounds, int at, List<(Column Column, Func<int, Cell> Cell)> measures, DiagnosisText text)
    {
        List<Cell> row = [at == 0 ? text.Baseline : rounds[at].Worth > 1 ? text.Burst : rounds[at].IsConfirmation ? text.Last : Units.Count(at), .. measures.Select(measure => measure.Cell(at))];
        if (HasFiles(rounds)) row.Add(new Piece(rounds[at].Snapshot ?? "", Tone.File));
        return row;
    }

    private static List<(Column Column, Func<int, Cell> Cell)> Measures(IReadOnlyList<RoundReport> rounds, DiagnosisText text)
    {
        List<(Column, Func<int, Cell>)> measures = [];
        if (rounds.Any(round => round.Requests is not null)) measures.Add((new(text.Requests), at => rounds[at].Requests is { } requests ? Units.Count(requests) : ""));
        if (Has(round => round.HeapUsedBytes))
        {
            measures.Add((new(text.Heap), at => Size(rounds[at].HeapUsedBytes)));
            measures.Add((new(text.Change), at => at == 0 || rounds[at].HeapUsedBytes - rounds[at - 1].HeapUsedBytes is not { } change ? "" : new Piece(Units.ByteChange(change), change > 0 ? Tone.Bad : Tone.Good)));
        }

        if (Has(round => round.ExternalBytes)) measures.Add((new(text.External, Rank: 2), at => Size(rounds[at].ExternalBytes)));
        if (Has(round => round.RssBytes)) measures.Add((new("RSS", Rank: 1), at => Size(rounds[at].RssBytes)));
        if (Has(round => round.FileDescriptors)) measures.Add((new(text.Descriptors, Rank: 3), at => rounds[at].FileDescriptors is { } count ? Units.Count(count) : ""));
        return measures;

        bool Has(Func<RoundReport, long?> measure) => rounds.Any(round => measure(round) is not null);
    }

    private static Cell Size(long? bytes) => bytes is { } known ? Units.Bytes(known) : "";
}
