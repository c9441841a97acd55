using System.Runtime.InteropServices;
using Heapwise.Live.Processes;

namespace Heapwise.Cli.Shell;

/// <summary>
/// What Ctrl-C, SIGTERM and a terminal that is closed have in common: the first asks for an orderly end (files whole, inspectors closed,
/// the target running). Others that come with it are the same wish: <c>timeout</c> sends two. Who asks again later is in a hurry, and
/// gives up what the end would still be kept for; who asks once more, long after, gets the end that the system has for the signal.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly TimeSpan SameWish = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxEnd = TimeSpan.FromSeconds(15);

    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly TimeProvider _time;
    private readonly List<PosixSignalRegistration> _registrations;
    private Action? _onHangUp;
    private long? _first;

    public StopSignals(TimeProvider time)
    {
        _time = time;
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, .. IsHangUpIgnored() ? [] : new[] { PosixSignal.SIGHUP }];
        _registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, OnSignal))];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => _stop.Token;

    /// <summary>Cancelled by one that comes later.</summary>
    public CancellationToken Hurry => _hurry.Token;

    /// <summary>A service takes SIGHUP as a wish of another kind, as long as it holds what is returned.</summary>
    public IDisposable OnHangUp(Action action)
    {
        Volatile.Write(ref _onHangUp, action);
        return new Release(this);
    }

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
        _stop.Dispose();
        _hurry.Dispose();
    }

    /// <summary>As <c>nohup</c> wants it: a handler of ours would undo that.</summary>
    private static bool IsHangUpIgnored() =>
        OperatingSystem.IsLinux() && ProcStatus.Find(Environment.ProcessId) is { } status && status.Ignores(1);

    private void OnSignal(PosixSignalContext signal)
    {
        if (signal.Signal == PosixSignal.SIGHUP && Volatile.Read(ref _onHangUp) is { } action)
        {
            signal.Cancel = true;
            action();
            return;
        }

        lock (_registrations)
        {
            var since = _first is { } first ? _time.GetElapsedTime(first) : TimeSpan.Zero;
            _first ??= _time.GetTimestamp();
            signal.Cancel = since < MaxEnd;
            _stop.Cancel();
            if (since > SameWish) _hurry.Cancel();
        }
    }

    private sealed class Release(StopSignals signals) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref signals._onHangUp, null);
    }
}
