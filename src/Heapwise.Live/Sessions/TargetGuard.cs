using Heapwise.Live.Cdp;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Sessions;

/// <summary>
/// A small object in the target that undoes what we did there once it has not heard of us for a while: we may crash, be killed or
/// be cut off. It is held by the inspector's session and a timer that keeps nothing alive, and has no name. Its clock is the target's
/// event loop: while the target stands still (a snapshot, a busy loop) no time passes for it. Owned by <see cref="TargetReach"/>.
/// </summary>
internal sealed class TargetGuard : IAsyncDisposable
{
    /// <summary>How many times in a row it must have heard nothing.</summary>
    private const int Silences = 6;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly CdpConnection _connection;
    private readonly string _objectId;
    private readonly TargetOptions _options;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _beating;

    private TargetGuard(CdpConnection connection, string objectId, TargetOptions options)
    {
        _connection = connection;
        _objectId = objectId;
        _options = options;
        _beating = BeatAsync();
    }

    /// <param name="connection">Of the thread to guard. The caller keeps it open until after the guard is disposed.</param>
    /// <param name="closesInspector">Whether the inspector is ours to close.</param>
    /// <param name="options">How often to be heard.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="CdpException"/>
    public static async Task<TargetGuard> InstallAsync(CdpConnection connection, bool closesInspector, TargetOptions options, CancellationToken cancellation)
    {
        // Node's own timers: a program may have replaced the global ones. The inspector's require is there during the evaluation only.
        var source =
            $$"""
            (() => {
              const load = require, {setInterval, clearInterval} = load('timers'), inspector = load('inspector'), undo = [];
              let silences = 0;
              const end = () => { clearInterval(timer); while (undo.length) try { undo.pop()() } catch {} };
              const timer = setInterval(() => { if (++silences >= {{Silences}}) { end(); if ({{(closesInspector ? "true" : "false")}}) inspector.close() } }, {{(int)options.GuardInterval.TotalMilliseconds}});
              timer.unref();
              return {
                beat() { silences = 0 }, end,
                start(monitor) { const started = monitor(load); undo.push(started.stop); return started },
              };
            })()
            """;
        return new TargetGuard(connection, await connection.Runtime.HoldAsync(source, options.RequestTimeout, cancellation), options);
    }

    /// <summary>
    /// Starts what <paramref name="factory"/> makes, a function of <c>require</c> whose result has a <c>stop()</c>, which is called at
    /// the end however that comes.
    /// </summary>
    /// <returns>The object to call, until the session ends.</returns>
    /// <exception cref="CdpException"/>
    public Task<string> StartAsync(string factory, CancellationToken cancellation) =>
        _connection.Runtime.HoldCallAsync(_objectId, $"function() {{ return this.start({factory}) }}", _options.RequestTimeout, cancellation);

    /// <summary>Undoes everything, without waiting for it. Never throws: where the target cannot be told, it finds out itself.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _beating;
        _stop.Dispose();
        using var grace = new CancellationTokenSource(Grace, _options.Time);
        try
        {
            await _connection.Runtime.PostCallAsync(_objectId, "function() { this.end() }", grace.Token);
            await _connection.Runtime.PostReleaseAsync(_objectId, grace.Token);
        }
        catch (Exception problem) when (problem is CdpException or OperationCanceledException)
        {
            return; // the session is over
        }
    }

    private async Task BeatAsync()
    {
        using var pace = new PeriodicTimer(_options.GuardInterval, _options.Time);
        try
        {
            while (await pace.WaitForNextTickAsync(_stop.Token)) await _connection.Runtime.PostCallAsync(_objectId, "function() { this.beat() }", _stop.Token);
        }
        catch (Exception problem) when (problem is CdpException or OperationCanceledException)
        {
            return; // the session is over, or we are done
        }
    }
}
