using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Pages.Parts;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise stats --outside</c>.</summary>
internal static class OutsideStatsPage
{
    private const double NearLimit = 0.8;
    private const int MaxFrames = 20;

    private static readonly Column[] Columns = [new("", Fit.Word), new(""), new("", Fit.CutEnd)];
    private static readonly Column[] SpaceColumns = [new("Space", Fit.Word), new("Used"), new("Committed")];
    private static readonly Column[] FrameColumns = [new("", Fit.CutEnd), new("", Fit.CutStart, Rank: 1)];

    public static Page Of(OutsideStatsReport report)
    {
        var uptime = Durations.Format(TimeSpan.FromSeconds(report.UptimeSeconds));
        var version = report.NodeVersion.Length > 0 ? $", Node {report.NodeVersion}" : "";
        var page = new Page().SayProcess(report, $"{version}, up {uptime}, read from outside");
        page.Heading("Memory").Table(Columns, [.. Memory(report)]);
        page.Heading("Heap spaces").Table(SpaceColumns, [.. report.Spaces.Select(Row)]);
        page.Heading("Main thread").Say(Doing(report.MainThread));
        if (report.MainThread.Frames.Count > 0)
        {
            page.Table(FrameColumns, [.. Folded(report.MainThread.Frames).Take(MaxFrames)]);
            var paused = Durations.FormatPause(report.MainThread.PauseMs);
            page.Note($"The innermost call first, with where each function begins. The process stood still for {paused} to read them.");
        }

        return page;
    }

    private static IEnumerable<IReadOnlyList<Cell>> Memory(OutsideStatsReport report)
    {
        var (heap, memory) = (report.Heap, report.Memory);
        var share = $"{Shares.Format(heap.UsedBytes, heap.LimitBytes)} of the limit, {ByteSize.Format(heap.LimitBytes)}";
        yield return Figure("Heap used", heap.UsedBytes, share, isBad: heap.UsedBytes > NearLimit * heap.LimitBytes);
        yield return Figure("Heap committed", heap.TotalBytes);
        yield return heap.OldFloorBytes is { } floor
            ? Figure("Heap floor", floor, "old objects after the last full collection")
            : ["Heap floor", "", "no full collection yet"];
        yield return Figure("Array buffers", memory.ArrayBuffersBytes);
        if (memory.ExternalBytes is { } external) yield return Figure("External", external, "array buffers and what native modules report");
        yield return Figure("RSS", memory.RssBytes, $"peak {ByteSize.Format(memory.PeakRssBytes)}");
        if (memory is { CgroupLimitBytes: { } most, CgroupUsedBytes: { } used })
            yield return Figure("Memory limit", most, $"{Shares.Format(used, most)} used", isBad: used > NearLimit * most);
        if (report.FileDescriptors is { } open)
            yield return ["Descriptors", Counts.Format(open), report.FileDescriptorLimit is { } limit ? $"of {Counts.Format(limit)}" : ""];
    }

    private static string Doing(OutsideStatsThread thread)
    {
        var busy = thread.BusyShare is { } share
            ? $" Over {Durations.Format(TimeSpan.FromSeconds(thread.WindowSeconds))}, it was busy for {Shares.Format(share)} of the time."
            : "";
        return thread.State switch
        {
            MainThreadState.Idle => "Waits for events." + busy,
            MainThreadState.Stopped => "The process is stopped (SIGSTOP, or a debugger)." + busy,
            MainThreadState.Collecting => "Collects garbage." + busy,
            _ when thread.Frames.Count == 0 => "Runs no JavaScript at the moment: native code, or Node itself." + busy,
            _ => "Runs JavaScript." + busy,
        };
    }

    private static IReadOnlyList<Cell> Figure(string name, long bytes, string remark = "", bool isBad = false) =>
        [name, ByteSize.Format(bytes), new Piece(remark, isBad ? Tone.Bad : Tone.Dim)];

    private static IReadOnlyList<Cell> Row(OutsideStatsSpace space) =>
        [space.Name, ByteSize.Format(space.UsedBytes), ByteSize.Format(space.SizeBytes)];

    /// <summary>A function that calls itself is one row.</summary>
    private static IEnumerable<IReadOnlyList<Cell>> Folded(IReadOnlyList<OutsideStatsFrame> frames)
    {
        for (var (from, to) = (0, 0); from < frames.Count; from = to)
        {
            while (to < frames.Count && frames[to] == frames[from]) to++;
            yield return Row(frames[from], to - from);
        }
    }

    private static IReadOnlyList<Cell> Row(OutsideStatsFrame frame, int calls) =>
    [
        Cell.Of(
            new Piece(StackText.NameOf(frame.Function), Tone.Code),
            new Piece(calls > 1 ? $" x {Counts.Format(calls)}" : "", Tone.Dim)),
        new Piece(StackText.PlaceOf(frame.File, frame.Line, frame.Column), StackText.IsOfNode(frame.File) ? Tone.Dim : Tone.Normal),
    ];
}
