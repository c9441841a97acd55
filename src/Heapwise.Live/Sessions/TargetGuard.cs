using Heapwise.Live.Attaching;
using Heapwise.Live.Cdp;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Cdp.Wire;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Sessions;

/// <summary>
/// Our session in the target's <see cref="SharedInspector"/>, which undoes what we did there once it has not heard from us for a while: we
/// may crash, be killed or lose the connection. Its clock is the target's event loop: while the target is paused (a snapshot, a busy loop)
/// no time passes for it. Owned by <see cref="TargetReach"/>.
/// </summary>
internal sealed class TargetGuard : IAsyncDisposable
{
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

    /// <param name="connection">Connects to the thread to guard. The caller keeps it open until the guard is disposed.</param>
    /// <param name="opened">The inspector that is ours to close; null for one that stays open.</param>
    /// <param name="options">How often the guard hears from us.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="CdpException"/>
    public static async Task<TargetGuard> InstallAsync(
        CdpConnection connection, OpenedInspector? opened, TargetOptions options, CancellationToken cancellation)
    {
        var source = SharedInspector.Join(opened, options.GuardInterval);
        var objectId = await connection.Runtime.HoldAsync(source, options.RequestTimeout, cancellation);
        return new TargetGuard(connection, objectId, options);
    }

    /// <summary>
    /// Starts what <paramref name="factory"/> creates: a function of <c>require</c> whose result has a <c>stop()</c>, which is called at
    /// the
    /// end, whatever ends it.
    /// </summary>
    /// <returns>The object to call, until the session ends.</returns>
    /// <exception cref="CdpException"/>
    public Task<string> StartAsync(string factory, CancellationToken cancellation)
    {
        var start = $"function() {{ return this.start({factory}) }}";
        return _connection.Runtime.HoldCallAsync(_objectId, start, _options.RequestTimeout, cancellation);
    }

    /// <summary>Claims something that the thread has once, until the session ends.</summary>
    /// <returns>False where another run of heapwise has it.</returns>
    /// <exception cref="CdpException"/>
    public Task<bool> ClaimAsync(TargetClaim claim, CancellationToken cancellation)
    {
        var call = $"function() {{ return this.claim('{claim}') }}";
        return _connection.Runtime.CallAsync(_objectId, call, CdpJson.Default.Boolean, _options.RequestTimeout, cancellation);
    }

    /// <summary>
    /// Undoes everything without waiting for it. Never throws: a target that the request does not reach notices the silence.
    /// </summary>
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
            while (await pace.WaitForNextTickAsync(_stop.Token))
                await _connection.Runtime.PostCallAsync(_objectId, "function() { this.beat() }", _stop.Token);
        }
        catch (Exception problem) when (problem is CdpException or OperationCanceledException)
        {
            return; // the session is over, or we are done
        }
    }
}
