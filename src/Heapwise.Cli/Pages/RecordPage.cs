using System.Globalization;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Pages.Parts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise record</c>.</summary>
internal static class RecordPage
{
    private const int FewSamples = 30;
    private const int MaxBars = 20;
    private const int BarWidth = 30;
    private const double WellCovered = 0.9;

    private static readonly Column[] BarColumns = [new("Time"), new("New"), new("Still alive"), new("", Fit.Word)];

    public static Page Of(RecordReport report, int siteCount)
    {
        var page = new Page().SayProcess(report, $", Node {report.NodeVersion}").Say(Outcome(report));
        if (report.Timeline is { } timeline) Bars(page, timeline);
        Column[] columns =
        [
            new("Bytes"), new("Share"), new("With callees", Rank: 2), new(report.Sampling is null ? "Objects" : "Samples", Rank: 1),
            new("Function", Fit.CutEnd), new("Location", Fit.CutStart),
        ];
        page.Table(columns, [.. report.Sites.Select(site => Row(site, report.TotalBytes))]);
        page.NoteMore(report.Sites.Count, siteCount, "function", "functions", Nothing(report));
        foreach (var note in Notes(report)) page.Note(note);
        var size = ByteSize.Format(report.FileBytes);
        return page.Say("Recording: ", new Piece(report.File, Tone.File), $" ({size}). Chrome DevTools opens it: Memory, Load profile.");
    }

    /// <summary>The title of a flame graph.</summary>
    public static string Title(RecordReport report)
    {
        var what = report.OnlyLive ? "What stays in memory" : "All allocations";
        var script = Path.GetFileName(report.Script) ?? "node";
        return string.Create(CultureInfo.InvariantCulture, $"{what}, {script} ({report.ProcessId}), {Time(report.DurationMs)}");
    }

    private static Piece[] Outcome(RecordReport report)
    {
        var ended = report.ProgramEnded ? "The program ended after" : report.StoppedEarly ? "Stopped after" : "Recorded for";
        var time = $"{ended} {Time(report.DurationMs)}: ";
        var rate = report.Sampling?.BytesPerSecond is { } allocated
            ? $"; the process allocates {ByteSize.Format(allocated)} per second"
            : "";
        var how = report.Sampling switch
        {
            null => "",
            { Samples: 0 } sampling => $"; one sample every {ByteSize.Format(sampling.IntervalBytes)}{rate}",
            var sampling =>
                $", from {Counts.Format(sampling.Samples, "sample")} (one every {ByteSize.Format(sampling.IntervalBytes)}{rate})",
        };
        var what = report switch
        {
            { Timeline: { NewBytes: var bytes, NewObjects: var objects } } =>
                $"{ByteSize.Format(bytes)} in {Counts.Format(objects, "object")} allocated meanwhile are still alive",
            { OnlyLive: true, TotalBytes: 0 } => "nothing that was sampled is still alive",
            { OnlyLive: true } => $"about {ByteSize.Format(report.TotalBytes)} allocated meanwhile are still alive",
            _ => $"about {ByteSize.Format(report.TotalBytes)} allocated",
        };
        // The punctuation after the strong text is part of its piece: a line may break between pieces.
        return how.Length == 0 ? [time, new Piece(what + ".", Tone.Strong)] : [time, new Piece(what + how[0], Tone.Strong), how[1..] + "."];
    }

    private static string Nothing(RecordReport report) => report switch
    {
        { Timeline: not null } => "Nothing that is still alive has a stack.",
        { OnlyLive: true } =>
            "A smaller --interval or a longer --duration finds smaller things; --objects all includes what was collected.",
        _ => "No samples: the process allocated too little. Record for longer, or with a smaller --interval.",
    };

    private static IEnumerable<string> Notes(RecordReport report)
    {
        if (report.Sampling is { Samples: > 0 and < FewSamples } sampling)
        {
            yield return $"Only {Counts.Format(sampling.Samples, "sample")}: take the order as a hint. A longer --duration or a smaller "
                + "--interval gives more.";
        }

        if (report is { ProgramEnded: true, OnlyLive: true, Sampling: not null })
        {
            yield return "What the program had dropped when it ended is not counted: --objects all counts everything that it allocated "
                + "(Node 20 and later).";
        }

        var others = report.Sites.Where(site => site.Owner != SiteOwner.Application).Sum(site => site.SelfBytes);
        if (!report.AppOnly && others > report.TotalBytes / 2)
        {
            yield return "Most of it is allocated by Node's own functions and by libraries: with --app-only that counts towards the "
                + "function of the program that called them.";
        }

        if (report.Timeline is not { } timeline) yield break;
        if (timeline.NewBytes > 0)
        {
            var isWell = timeline.TracedBytes >= WellCovered * timeline.NewBytes;
            var caution = isWell
                ? "."
                : ": V8 has lost the others, so functions may be missing here. --sampling sees them all.";
            yield return $"{Shares.Format(timeline.TracedBytes, timeline.NewBytes)} of the bytes still alive have a stack{caution}";
        }

        var visits = Counts.Format(timeline.Bars.Count + 2, "time");
        yield return $"V8 visited all objects {visits}, the first time for {Time(timeline.LookMs)}. "
            + $"The process was paused for each visit, and for {Time(timeline.PauseMs)} at the end.";
    }

    private static IReadOnlyList<Cell> Row(AllocationSiteRow site, long whole)
    {
        var tone = site.Owner == SiteOwner.Application ? Tone.Code : Tone.Dim;
        return
        [
            ByteSize.Format(site.SelfBytes), Shares.Format(site.SelfBytes, whole), ByteSize.Format(site.TotalBytes),
            Counts.Format(site.Count), new Piece(site.Function, tone),
            new Piece(site.Location is { } place ? ObjectText.Place(place) : "", tone == Tone.Dim ? Tone.Dim : Tone.Normal),
        ];
    }

    /// <summary>New and surviving bytes over time: stretches are merged until there are at most <see cref="MaxBars"/> rows.</summary>
    private static void Bars(Page page, TimelineReport timeline)
    {
        if (timeline.Bars.Count == 0) return;
        var size = (timeline.Bars.Count + MaxBars - 1) / MaxBars;
        var rows = timeline.Bars.Chunk(size).Select(MergeBars).ToList();
        var most = Math.Max(1, rows.Max(row => Math.Max(row.NewBytes, row.SurvivingBytes)));
        page.Add(new TableBlock(BarColumns, [.. rows.Select(row => BarRow(row, most))]) { IsDrawn = true });
    }

    private static TimelineBar MergeBars(TimelineBar[] bars) => new()
    {
        FromMs = bars[0].FromMs,
        ToMs = bars[^1].ToMs,
        NewBytes = bars.Sum(bar => bar.NewBytes),
        SurvivingBytes = bars.Sum(bar => bar.SurvivingBytes),
    };

    private static IReadOnlyList<Cell> BarRow(TimelineBar row, long most) =>
    [
        Time(row.ToMs), ByteSize.Format(row.NewBytes), ByteSize.Format(row.SurvivingBytes), Bar(row.NewBytes, row.SurvivingBytes, most),
    ];

    private static Cell Bar(long born, long live, long most)
    {
        var (full, all) = (Cells(live, most), Math.Max(Cells(born, most), Cells(live, most)));
        return Cell.Of(new Piece(new string('█', full)), new Piece(new string('░', all - full), Tone.Dim));
    }

    private static int Cells(long bytes, long most) => bytes == 0 ? 0 : Math.Max(1, (int)Math.Round((double)bytes / most * BarWidth));

    private static string Time(long milliseconds) => Durations.Format(TimeSpan.FromMilliseconds(milliseconds));
}
