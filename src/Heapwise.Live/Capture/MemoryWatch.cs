using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Capture;

/// <summary>
/// Watches the memory that is left while a target takes a snapshot. While V8 builds one, closing the connection does
/// not end that, and the peak is reached there. While the target only sends, what we do not take in time waits in its memory: if little is
/// left we stop writing and drop the rest, which is faster. If the target ends, this says whether the kernel killed it for memory.
/// </summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly NodeTarget _target;
    private readonly CaptureOptions _options;
    private readonly MemoryKills? _kills;
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer? _timer;
    private volatile bool _isSending;

    private MemoryWatch(NodeTarget target, CaptureOptions options)
    {
        (_target, _options) = (target, options);
        if (!target.IsLocal || !OperatingSystem.IsLinux()) return;
        _kills = MemoryKills.Watch(target.ProcessId);
        if (!options.Force) _timer = target.Options.Time.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>Whether the target has built the snapshot and sends it.</summary>
    public bool IsSending { set => _isSending = value; }

    public static MemoryWatch Start(NodeTarget target, CaptureOptions options) => new(target, options);

    /// <summary>Lets the target take a snapshot.</summary>
    /// <exception cref="CaptureRefusedException">Too little memory was left before all was sent.</exception>
    /// <exception cref="TargetExitedException">The target ended, and why.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> take, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellation);
        try
        {
            return await take(either.Token);
        }
        catch (OperationCanceledException problem) when (_stop.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new CaptureRefusedException(
                $"{_target.Name} was about to run out of memory while it sent its snapshot, so the snapshot was given up. "
                + "Raise the limit, or take the snapshot of an instance with less load; heapwise record, stats and top need none", problem);
        }
        catch (TargetExitedException ended) when (_kills?.HasHappened() == true)
        {
            throw new TargetExitedException(
                $"{ended.Message}: the kernel killed it for memory, which the snapshot needed. This was our doing. "
                + "Raise its memory limit before the next one; heapwise record, stats and top need no snapshot",
                ended.ExitCode,
                ended.LastLines,
                ended);
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stop.Dispose();
    }

    private void Look()
    {
        if (!_isSending || Headroom.FindMemory(_target.ProcessId).Bytes is not { } free || free >= _options.ReserveBytes / 2) return;
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            _isSending = false; // all was sent in the meantime
        }
    }
}
