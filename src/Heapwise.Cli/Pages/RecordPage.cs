using System.Globalization;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Pages.Parts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise record</c>.</summary>
internal static class RecordPage
{
    private const int FewSamples = 30;
    private const int MostBars = 20;
    private const int BarWidth = 30;
    private const double WellCovered = 0.9;

    private static readonly Column[] BarColumns = [new("Time"), new("New"), new("Still alive"), new("", Fit.Word)];

    public static Page Of(RecordReport report, int siteCount)
    {
        var page = new Page()
            .Say($"{(report.Worker is { } worker ? $"Worker {worker} of process" : "Process")} {report.ProcessId}, Node {report.NodeVersion}{(report.Script is null ? "" : ", ")}", new Piece(report.Script ?? "", Tone.Code))
            .Say(Outcome(report));
        if (report.Timeline is { } timeline) Bars(page, timeline);
        Column[] columns =
        [
            new("Bytes"), new("Share"), new("With callees", Rank: 2), new(report.Sampling is null ? "Objects" : "Samples", Rank: 1), new("Function", Fit.CutEnd), new("Place", Fit.CutStart),
        ];
        page.Table(columns, [.. report.Sites.Select(site => Row(site, report.TotalBytes))]);
        page.NoteMore(report.Sites.Count, siteCount, "function", "functions", Nothing(report));
        foreach (var note in Notes(report)) page.Note(note);
        return page.Say("Recording: ", new Piece(report.File, Tone.File), $" ({Units.Bytes(report.FileBytes)}). Chrome DevTools opens it: Memory, Load profile.");
    }

    /// <summary>One line for a picture.</summary>
    public static string Title(RecordReport report) => string.Create(CultureInfo.InvariantCulture,
        $"{(report.OnlyLive ? "What stays in memory" : "All allocations")}, {Path.GetFileName(report.Script) ?? "node"} ({report.ProcessId}), {Time(report.DurationMs)}");

    private static Piece[] Outcome(RecordReport report)
    {
        var time = $"{(report.ProgramEnded ? "The program ended after" : report.StoppedEarly ? "Stopped after" : "Recorded")} {Time(report.DurationMs)}: ";
        var rate = report.Sampling?.BytesPerSecond is { } bytes ? $"; the process allocates {Units.Bytes(bytes)} a second" : "";
        var how = report.Sampling switch
        {
            null => "",
            { Samples: 0 } sampling => $"; one sample every {Units.Bytes(sampling.IntervalBytes)}{rate}",
            var sampling => $", from {Units.Count(sampling.Samples, "sample")} (one every {Units.Bytes(sampling.IntervalBytes)}{rate})",
        };
        var what = report switch
        {
            { Timeline: { } timeline } => $"{Units.Bytes(timeline.NewBytes)} in {Units.Count(timeline.NewObjects, "object")} allocated meanwhile are still alive",
            { OnlyLive: true, TotalBytes: 0 } => "nothing that was sampled is still alive",
            { OnlyLive: true } => $"about {Units.Bytes(report.TotalBytes)} allocated meanwhile are still alive",
            _ => $"about {Units.Bytes(report.TotalBytes)} allocated",
        };
        // The mark behind the strong words stands in their piece: a line may break between pieces.
        return how.Length == 0 ? [time, new Piece(what + ".", Tone.Strong)] : [time, new Piece(what + how[0], Tone.Strong), how[1..] + "."];
    }

    private static string Nothing(RecordReport report) => report switch
    {
        { Timeline: not null } => "None of what is still alive has a stack.",
        { OnlyLive: true } => "A smaller --interval or a longer --duration sees smaller things; --objects all shows what was collected.",
        _ => "No sample: the process allocated too little. Record for longer, or with a smaller --interval.",
    };

    private static IEnumerable<string> Notes(RecordReport report)
    {
        if (report.Sampling is { Samples: > 0 and < FewSamples } sampling)
            yield return $"{Units.Count(sampling.Samples, "sample")} only: take the order as a hint. A longer --duration or a smaller --interval gives more.";
        var others = report.Sites.Where(site => site.Owner != SiteOwner.Application).Sum(site => site.SelfBytes);
        if (!report.AppOnly && others > report.TotalBytes / 2)
            yield return "Most of it is allocated by Node's own functions and by libraries: --app-only counts that for the function of the program that called them.";
        if (report.Timeline is not { } timeline) yield break;
        if (timeline.NewBytes > 0)
        {
            var isWell = timeline.TracedBytes >= WellCovered * timeline.NewBytes;
            yield return $"{Units.Share(timeline.TracedBytes, timeline.NewBytes)} of the bytes still alive have a stack{(isWell ? "." : ": V8 notes none in code that it had optimised before, so functions may be missing here. Record from the program's start, or use --sampling, which sees them all.")}";
        }

        yield return $"V8 visited all objects {Units.Count(timeline.Bars.Count + 2, "time")}, {Time(timeline.LookMs)} the first time; the process stood still for each, and for {Time(timeline.PauseMs)} at the end.";
    }

    private static IReadOnlyList<Cell> Row(AllocationSiteRow site, long whole)
    {
        var tone = site.Owner == SiteOwner.Application ? Tone.Code : Tone.Dim;
        return
        [
            Units.Bytes(site.SelfBytes), Units.Share(site.SelfBytes, whole), Units.Bytes(site.TotalBytes), Units.Count(site.Count),
            new Piece(site.Function, tone), new Piece(site.Location is { } place ? ObjectText.Place(place) : "", tone == Tone.Dim ? Tone.Dim : Tone.Normal),
        ];
    }

    /// <summary>New and surviving bytes over time: as many stretches together in a row as it takes for <see cref="MostBars"/> rows.</summary>
    private static void Bars(Page page, TimelineReport timeline)
    {
        if (timeline.Bars.Count == 0) return;
        var size = (timeline.Bars.Count + MostBars - 1) / MostBars;
        var rows = timeline.Bars.Chunk(size).Select(chunk => (To: chunk[^1].ToMs, New: chunk.Sum(bar => bar.NewBytes), Live: chunk.Sum(bar => bar.SurvivingBytes))).ToList();
        var most = Math.Max(1, rows.Max(row => Math.Max(row.New, row.Live)));
        page.Add(new TableBlock(BarColumns, [.. rows.Select(row => (IReadOnlyList<Cell>)[Time(row.To), Units.Bytes(row.New), Units.Bytes(row.Live), Bar(row.New, row.Live, most)])]) { IsDrawn = true });
    }

    private static Cell Bar(long born, long live, long most)
    {
        var (full, all) = (Cells(live, most), Math.Max(Cells(born, most), Cells(live, most)));
        return Cell.Of(new Piece(new string('█', full)), new Piece(new string('░', all - full), Tone.Dim));
    }

    private static int Cells(long bytes, long most) => bytes == 0 ? 0 : Math.Max(1, (int)Math.Round((double)bytes / most * BarWidth));

    private static string Time(long milliseconds) => Units.Duration(TimeSpan.FromMilliseconds(milliseconds));
}
