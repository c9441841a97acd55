using System.Collections.Concurrent;
using System.ComponentModel;
using System.Globalization;
using System.Threading.Channels;
using Heapwise.Analysis.Language.Units;
using Heapwise.Guard.Alerts;
using Heapwise.Guard.Alerts.Dispatching;
using Heapwise.Guard.Chronicles;
using Heapwise.Guard.Readings;
using Heapwise.Guard.Settings;
using Heapwise.Guard.Targets;
using Heapwise.Guard.Uploads;
using Heapwise.Store.Records;

namespace Heapwise.Guard.Evidence;

/// <summary>
/// Takes evidence. What is harmless is tried first; what was not done is said with its reason. The alert has been told before. A few
/// processes may wait for their second snapshots at the same time; captures themselves, and diagnoses, come one after the other.
/// </summary>
public sealed class EvidenceWorker : IEvidence, IAsyncDisposable
{
    private const int MaxOrders = 32;
    private const int MaxAtOnce = 4;
    private const string CaptureMark = "$captured";
    private const string BaselineMark = "$baseline";

    private readonly Func<EvidenceSettings> _settings;
    private readonly OwnProgram _program;
    private readonly Chronicle _chronicle;
    private readonly Dispatcher _dispatcher;
    private readonly TimeProvider _time;
    private readonly Uploader? _uploads;
    private readonly Channel<EvidenceOrder> _orders = Channel.CreateBounded<EvidenceOrder>(MaxOrders);
    private readonly CancellationTokenSource _stop = new(); // without a timer, it holds nothing
    private readonly SemaphoreSlim _diagnosing = new(1);
    private readonly ConcurrentDictionary<string, EvidenceOrder> _unfinished = new(StringComparer.Ordinal);
    private readonly HashSet<string> _baselines = new(StringComparer.Ordinal);
    private readonly Task _working;
    private long _taken;
    private long _refused;

    /// <param name="settings">What may be done; asked for every order, as they may be read again.</param>
    /// <param name="program">Does it.</param>
    /// <param name="chronicle">Remembers when it was done.</param>
    /// <param name="dispatcher">Tells it.</param>
    /// <param name="time">For cooldowns.</param>
    /// <param name="uploads">Copies it to a storage; null: nobody does.</param>
    public EvidenceWorker(
        Func<EvidenceSettings> settings, OwnProgram program, Chronicle chronicle, Dispatcher dispatcher, TimeProvider time,
        Uploader? uploads = null)
    {
        (_settings, _program, _chronicle, _dispatcher, _time) = (settings, program, chronicle, dispatcher, time);
        _uploads = uploads;
        _working = Task.Run(WorkAsync);
    }

    /// <summary>How many orders have left files so far, and how many have not.</summary>
    public (long Taken, long Refused) Captures => (Interlocked.Read(ref _taken), Interlocked.Read(ref _refused));

    public void OrderPair(TargetIdentity target, string alert, Trail trail)
    {
        if (!_orders.Writer.TryWrite(EvidenceOrder.Of(target, alert, trail)))
            Tell(EvidenceOrder.Of(target, alert, trail), [], ["too many captures are waiting already"]);
    }

    public void OrderBaseline(TargetIdentity target, Trail trail)
    {
        if (!_settings().TakesBaseline || !_baselines.Add(target.Key) || FindMark(target, BaselineMark) is not null) return;
        if (!_orders.Writer.TryWrite(EvidenceOrder.Of(target, "", trail))) _baselines.Remove(target.Key); // at another turn
    }

    /// <summary>Finishes what has been ordered, for a guard that has nothing left to watch.</summary>
    public async Task CompleteAsync()
    {
        _orders.Writer.TryComplete();
        await _working;
    }

    public async ValueTask DisposeAsync()
    {
        _orders.Writer.TryComplete();
        await _stop.CancelAsync();
        await _working;
        _diagnosing.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            var few = new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = _stop.Token };
            await Parallel.ForEachAsync(_orders.Reader.ReadAllAsync(_stop.Token), few, TryFulfilAsync);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>What fails for one process must not end it for all.</summary>
    private async ValueTask TryFulfilAsync(EvidenceOrder order, CancellationToken cancellation)
    {
        try
        {
            await FulfilAsync(order, cancellation);
        }
        catch (Exception problem) when (
            problem is Win32Exception or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            Tell(order, [], [$"it failed: {problem.Message}"]);
        }
    }

    private async Task FulfilAsync(EvidenceOrder order, CancellationToken cancellation)
    {
        var settings = _settings();
        var folder = new EvidenceFolder(settings, _chronicle, _uploads);
        if (FindRefusal(order, settings, folder) is { } refusal)
        {
            if (!order.IsBaseline) Tell(order, [], [refusal]);
            return;
        }

        Mark(order.Target, order.IsBaseline ? BaselineMark : CaptureMark);
        var series = EvidenceName.CreateSeries(order.Target, _time.GetUtcNow());
        _unfinished[series] = order;
        _uploads?.Hold(series);
        try
        {
            await TakeAsync(order, series, settings, folder, cancellation);
            if (settings.Diagnoses && !order.IsBaseline)
                await DiagnoseAsync(order, folder.Find(series, order.Target, _time.GetUtcNow()), cancellation);
        }
        finally
        {
            _unfinished.TryRemove(series, out _);
            _uploads?.Release(series);
        }
    }

    /// <summary>Whatever happens, the files that are there in the end are reported and counted.</summary>
    private async Task TakeAsync(
        EvidenceOrder order, string series, EvidenceSettings settings, EvidenceFolder folder, CancellationToken cancellation)
    {
        IReadOnlyList<string> refusals = ["the guard was stopped meanwhile"];
        try
        {
            refusals = await new EvidenceSteps(settings, _program, folder, _time).TakeAsync(order, series, cancellation);
        }
        finally
        {
            var taken = folder.Find(series, order.Target, _time.GetUtcNow());
            foreach (var file in taken) _chronicle.Add(file);
            _uploads?.Add(order.Target, order.Alert, taken);
            folder.Rotate([.. _unfinished.Keys.Where(other => other != series)]);
            if (taken.Count > 0 || !order.IsBaseline) Tell(order, taken, refusals);
        }
    }

    private async Task DiagnoseAsync(EvidenceOrder order, IReadOnlyList<EvidenceFile> files, CancellationToken cancellation)
    {
        var snapshots = files.Where(file => file.Kind == "snapshot").Select(file => file.Path).ToList();
        if (snapshots.Count < 2) return;
        var report = snapshots[0][..^$".1.{EvidenceName.Snapshot}".Length] + ".diagnosis.json";
        var finding = await DiagnoseAloneAsync(snapshots, report, cancellation);
        if (File.Exists(report))
        {
            var file = new EvidenceFile(
                report, order.Target.Key, _time.GetUtcNow(), "diagnosis", new FileInfo(report).Length, files[0].Series);
            _chronicle.Add(file);
            _uploads?.Add(order.Target, order.Alert, [file]);
        }

        _dispatcher.Tell(new News.Diagnosed(order.Target, _time.GetUtcNow(), order.Alert, finding));
    }

    private async Task<Finding> DiagnoseAloneAsync(IReadOnlyList<string> snapshots, string report, CancellationToken cancellation)
    {
        await _diagnosing.WaitAsync(cancellation);
        try
        {
            return await new PairDiagnosis(_program).RunAsync(snapshots, report, _dispatcher.Language, cancellation);
        }
        finally
        {
            _diagnosing.Release();
        }
    }

    /// <summary>What forbids it before anything is done; null where nothing does.</summary>
    private string? FindRefusal(EvidenceOrder order, EvidenceSettings settings, EvidenceFolder folder)
    {
        if (!order.Target.Node.IsThere()) return "the process has ended";
        if (settings.MaxSnapshots == 0) return "no snapshots are wanted (maxSnapshots is 0)";
        var since = _time.GetElapsedTime(0) - FindMark(order.Target, CaptureMark);
        return !order.IsBaseline && since < settings.Cooldown
            ? $"it was captured {Durations.Format(since.Value)} ago, and the cooldown is {Durations.Format(settings.Cooldown)}"
            : folder.FindObstacle(order.HeapBytes, order.IsBaseline ? 1 : 2);
    }

    private void Tell(EvidenceOrder order, IReadOnlyList<EvidenceFile> files, IReadOnlyList<string> refusals)
    {
        Interlocked.Increment(ref files.Count > 0 ? ref _taken : ref _refused);
        _dispatcher.Tell(new News.Gathered(
            order.Target, _time.GetUtcNow(), order.Alert, [.. files.Select(file => new GatheredFile(file.Path, file.Kind, file.Bytes))],
            refusals));
    }

    /// <summary>When it was done, kept per process: a guard that is started again does not begin anew.</summary>
    private TimeSpan? FindMark(TargetIdentity target, string mark) =>
        _chronicle.History.FindRules(target.Key).FirstOrDefault(rule => rule.Rule == mark) is { } found
        && long.TryParse(found.State, CultureInfo.InvariantCulture, out var milliseconds)
            ? TimeSpan.FromMilliseconds(milliseconds)
            : null;

    private void Mark(TargetIdentity target, string mark) => _chronicle.Save(new RuleRecord(
        target.Key, mark, ((long)_time.GetElapsedTime(0).TotalMilliseconds).ToString(CultureInfo.InvariantCulture)));
}
