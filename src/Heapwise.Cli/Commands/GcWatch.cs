using System.Text;
using Heapwise.Analysis.GarbageCollection;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.LiveScreen;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Diagnosis.Watching;
using Heapwise.Live.Monitoring;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise gc --watch</c>: a line for every collection as it happens, and their totals at the end.</summary>
internal sealed class GcWatch(NodeTarget target, Output output)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    private readonly GcTally _tally = new();
    private readonly TimeProvider _time = output.Terminal.Time;

    /// <returns>An <see cref="ExitCode"/>.</returns>
    /// <exception cref="TargetException">The target was lost before anything was seen.</exception>
    public async Task<int> RunAsync(TimeSpan? duration, CancellationToken cancellation)
    {
        var limit = (await target.SampleMemoryAsync(cancellation)).HeapLimitBytes;
        var monitor = await GarbageCollectionMonitor.StartAsync(target, cancellation);
        await target.LetRunAsync(cancellation);
        var began = _time.GetTimestamp();
        using (var lines = output is { Format: ReportFormat.Text, File: null } ? NewLineWriter() : null)
        {
            lines?.WriteLine(GcLines.Heading);
            await WatchAsync(monitor, lines, duration, began, cancellation);
            if (_tally.Count > 0) lines?.WriteLine();
        }

        var watched = _time.GetElapsedTime(began);
        var report = new GcWatchReport
        {
            ProcessId = target.ProcessId,
            Worker = target.Worker,
            NodeVersion = target.NodeVersion,
            Script = target.Script,
            WatchedSeconds = Math.Round(watched.TotalSeconds, 3),
            Collections = _tally.Count == 0 ? null : GcHeapReport.From(target.ProcessId, _tally, watched, limit, latest: []),
        };
        output.Write(() => ReportJson.Write(report), () => GcWatchPage.Of(report));
        return ExitCode.Success;
    }

    private StreamWriter NewLineWriter() =>
        new(output.Terminal.Output, new UTF8Encoding(false), leaveOpen: true) { AutoFlush = true, NewLine = "\n" };

    /// <summary>Ends after the duration, with the target, when nobody reads the lines any more, or on Ctrl-C.</summary>
    private async Task WatchAsync(
        GarbageCollectionMonitor monitor, StreamWriter? lines, TimeSpan? duration, long began, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var left = duration - _time.GetElapsedTime(began);
                if (left > TimeSpan.Zero || left is null) await Task.Delay(left < Pace ? left.Value : Pace, _time, cancellation);
                foreach (var collection in await monitor.DrainAsync(cancellation))
                {
                    var one = GcEvents.From(collection);
                    _tally.Add(one);
                    lines?.WriteLine(GcLines.Of(one));
                }

                if (output.Terminal.ReaderIsGone() || (duration is not null && _time.GetElapsedTime(began) >= duration)) return;
            }
        }
        catch (Exception problem) when (cancellation.IsCancellationRequested && problem is OperationCanceledException or TargetException)
        {
            return;
        }
        catch (TargetExitedException ended) when (_tally.Count > 0)
        {
            output.Say(ended.Message);
        }
    }
}
