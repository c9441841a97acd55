using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>
/// What attaching waits for right now, for the person who watches and for the message when the time is up; and that time. It is meant for
/// the process: it does not pass while other runs of heapwise have their turns, or the last of many would never get one.
/// </summary>
internal sealed class AttachSteps : IDisposable
{
    private readonly int _processId;
    private readonly TargetOptions _options;
    private readonly CancellationTokenSource _time;
    private TimeSpan _left;
    private long? _since;
    private string _failed = "did not answer";
    private string _why = "";

    public AttachSteps(int processId, TargetOptions options)
    {
        (_processId, _options, _left) = (processId, options, options.AttachTimeout);
        _time = new CancellationTokenSource(_left, options.Time);
        _since = options.Time.GetTimestamp();
    }

    /// <summary>Cancelled when the time is up.</summary>
    public CancellationToken TimeIsUp => _time.Token;

    /// <param name="waiting">What is waited for, as it is shown meanwhile.</param>
    /// <param name="failed">What the process did not do, should the time be up: "did not …".</param>
    /// <param name="why">What may be the reason, and what to do.</param>
    public void Now(string waiting, string failed, string why)
    {
        (_failed, _why) = (failed, why);
        _options.Waiting?.Report($"pid {_processId}: {waiting}");
    }

    /// <summary>Others have the port for a moment each. To be called again when it passes on: where it never does, time is up.</summary>
    public void LetOthersGoFirst()
    {
        if (_since is { } since) _left -= _options.Time.GetElapsedTime(since);
        _since = null;
        _time.CancelAfter(_options.AttachTimeout);
    }

    public void GoOn()
    {
        _since = _options.Time.GetTimestamp();
        _time.CancelAfter(_left > TimeSpan.Zero ? _left : TimeSpan.Zero);
    }

    public string Describe() => $"pid {_processId} {_failed} within {_options.AttachTimeout.TotalSeconds:0.#} s: {_why}";

    public void Dispose() => _time.Dispose();
}
