using Heapwise.Analysis.Language.Units;
using Heapwise.Diagnosis.Settings;
using Heapwise.Guard.Alerts.Dispatching;
using Heapwise.Guard.Chronicles;
using Heapwise.Guard.Evidence;
using Heapwise.Guard.Metrics;
using Heapwise.Guard.Settings;
using Heapwise.Guard.Targets;
using Heapwise.Guard.Uploads;
using Heapwise.Live.Attaching;
using Heapwise.Live.Targets;
using Heapwise.Store.Sqlite;

namespace Heapwise.Guard.Watching;

/// <summary>The guard as it runs: its parts put together, settings that are read again, signs of life, an orderly end.</summary>
public sealed class GuardService : IAsyncDisposable
{
    private static readonly TimeSpan LastChance = TimeSpan.FromSeconds(5);

    private readonly GuardSurroundings _around;
    private readonly Chronicle _chronicle;
    private readonly Shipping? _shipping;
    private readonly Dispatcher _dispatcher;
    private readonly Uploader? _uploads;
    private readonly EvidenceWorker? _evidence;
    private readonly GuardLoop _loop;
    private readonly MetricsOutlet _metrics;
    private readonly bool _isDry;
    private GuardSettings _settings;
    private Func<GuardSettings>? _reload;

    /// <param name="settings">As read.</param>
    /// <param name="choice">What is watched.</param>
    /// <param name="around">Where the guard runs.</param>
    /// <param name="isDry">Nothing is kept, captured or sent; what would be done is said.</param>
    public GuardService(GuardSettings settings, TargetChoice choice, GuardSurroundings around, bool isDry)
    {
        (_settings, _around, _isDry) = (settings, around, isDry);
        var store = isDry ? null : HistoryPlace.FileOf(settings.Store);
        var options = new HistoryOptions { MaxBytes = settings.StoreBytes, Ships = HistoryPlace.IsServer(settings.Store) };
        _chronicle = new Chronicle(store, options, around.Say);
        if (options.Ships && !isDry) _shipping = new Shipping(settings.Store!, _chronicle, around.Time, around.Say); // it is a server
        _dispatcher = new Dispatcher(
            isDry ? AlertSettings.Nobody : settings.Alerts, _chronicle, around.Time, around.Say);
        _uploads = isDry ? null : new Uploader(() => _settings.Upload, _chronicle, _dispatcher, around.Time, around.Say);
        _evidence = isDry
            ? null
            : new EvidenceWorker(() => _settings.Evidence, around.Program, _chronicle, _dispatcher, around.Time, _uploads);
        _loop = new GuardLoop(
            settings, choice, Machine.Find(), _chronicle, _dispatcher, _evidence ?? (IEvidence)new NoEvidence(around.Say), around.Time,
            around.Say, isDry)
        {
            FindCaptures = () => _evidence?.Captures ?? default,
        };
        _metrics = new MetricsOutlet(_loop.Metrics, around.Time, around.Say);
    }

    public GuardLoop Loop => _loop;

    /// <summary>Reads the settings again at the next turn. May be called from a handler of signals.</summary>
    /// <param name="read">Reads them.</param>
    public void Reload(Func<GuardSettings> read) => Volatile.Write(ref _reload, read);

    /// <summary>Watches until it is cancelled, or nothing is left to watch.</summary>
    public async Task RunAsync(Action afterTurn, CancellationToken cancellation)
    {
        await _metrics.ApplyAsync(MetricsOf(_settings)); // before anything else: it may fail
        await CloseLeftInspectorsAsync(cancellation);
        var isReady = false;
        try
        {
            await _loop.RunAsync(AfterTurn, cancellation);
            if (_evidence is not null) await _evidence.CompleteAsync().WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            _around.Notifier.Stopping();
        }

        if (_evidence is not null) await _evidence.DisposeAsync();
        if (_uploads is not null) await FinishUploadsAsync(_uploads);
        await _dispatcher.DrainAsync(LastChance);

        void AfterTurn()
        {
            if (!isReady) _around.Notifier.Ready();
            isReady = true;
            _around.Notifier.Watchdog();
            afterTurn();
            if (Interlocked.Exchange(ref _reload, null) is { } read) Apply(read);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _metrics.DisposeAsync();
        if (_evidence is not null) await _evidence.DisposeAsync();
        if (_uploads is not null) await _uploads.DisposeAsync();
        await _loop.DisposeAsync();
        await _dispatcher.DisposeAsync();
        if (_shipping is not null) await _shipping.DisposeAsync();
        _chronicle.Dispose();
    }

    /// <summary>A dry run sends nothing; whoever asks may see.</summary>
    private MetricsSettings MetricsOf(GuardSettings settings) => _isDry ? settings.Metrics with { Otlp = null } : settings.Metrics;

    /// <summary>The container may be gone after us: what was taken should be out of it.</summary>
    private async Task FinishUploadsAsync(Uploader uploads)
    {
        var patience = _settings.Upload?.Drain ?? TimeSpan.Zero;
        if (uploads.HasWork)
        {
            _around.Notifier.ExtendTimeout(patience + (2 * LastChance));
            if (await uploads.DrainAsync(patience) is > 0 and var left)
                _around.Say($"{Counts.Format(left, "file")} not uploaded yet; the next guard with this history and folder goes on with it");
        }

        await uploads.DisposeAsync();
    }

    private void Apply(Func<GuardSettings> read)
    {
        _around.Notifier.Reloading();
        try
        {
            var settings = read();
            _metrics.ApplyAsync(MetricsOf(settings)).GetAwaiter().GetResult(); // the loop's own thread, between two turns
            _settings = settings;
            _loop.Apply(settings);
            _uploads?.Apply();
            _dispatcher.ApplyAsync(settings.Alerts).GetAwaiter().GetResult();
            _around.Say($"settings were read again; a turn every {Durations.Format(settings.Interval)}");
        }
        catch (SettingsException problem)
        {
            _around.Say($"{problem.Message}. The settings stay as they were");
        }

        _around.Notifier.Ready();
    }

    /// <summary>What a guard that was killed has left open.</summary>
    private async Task CloseLeftInspectorsAsync(CancellationToken cancellation)
    {
        foreach (var left in await InspectorRepair.RunAsync(new TargetOptions { Time = _around.Time }, cancellation))
            if (left.IsClosed) _around.Say($"closed the inspector of pid {left.ProcessId}, which an earlier heapwise had left open");
    }
}
