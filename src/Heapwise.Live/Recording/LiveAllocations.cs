using System.Text.Json;
using Heapwise.Live.Cdp;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Cdp.Wire;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Recording;

/// <summary>
/// What a target has allocated since the start and still keeps alive, with the stacks that allocated it, as V8's sampling shows it at any
/// time. A reading pauses the target for a garbage collection: 1.4 to 2.2 s with 18 million objects in 0.9 GB, 0.1 s with 0.08 GB (Node
/// 18 and 24 on a busy machine), where a snapshot takes 2 to 5 µs per object. Whoever starts it disposes it, which ends the sampling.
/// </summary>
public sealed class LiveAllocations : IAsyncDisposable
{
    private const int StackDepth = 128;

    /// <summary>A quiet target costs little at any interval, and a small leak needs a short one.</summary>
    private const long MinIntervalBytes = 4 << 10;

    /// <summary>Rounds in production are long, so that few samples are enough.</summary>
    private const int SamplesPerSecondInProduction = 100;

    private readonly NodeTarget _target;
    private bool _isRunning;

    private LiveAllocations(NodeTarget target, long intervalBytes) => (_target, IntervalBytes) = (target, intervalBytes);

    /// <summary>Bytes from one sample to the next, on average.</summary>
    public long IntervalBytes { get; }

    /// <exception cref="TargetException">Another run of heapwise records the target, or it failed.</exception>
    public static async Task<LiveAllocations> StartAsync(NodeTarget target, long intervalBytes, CancellationToken cancellation)
    {
        await target.ClaimAsync(TargetClaim.Sampling, cancellation);
        var sampling = new LiveAllocations(target, intervalBytes);
        await sampling.StartAsync(cancellation);
        return sampling;
    }

    /// <summary>
    /// An interval with at most <see cref="AllocationRate.SamplesPerSecond"/> samples a second, or a fifth of that in production, from
    /// what the target allocates meanwhile.
    /// </summary>
    /// <param name="target">The target.</param>
    /// <param name="time">How long it is watched.</param>
    /// <param name="isInProduction">True for work that is not ours: a moment of it may be quieter than the rest.</param>
    /// <param name="cancellation">Ends the watching.</param>
    /// <exception cref="TargetException"/>
    public static async Task<long> ChooseIntervalAsync(
        NodeTarget target, TimeSpan time, bool isInProduction, CancellationToken cancellation)
    {
        var rate = await AllocationRate.MeasureAsync(target, time, cancellation);
        return isInProduction
            ? AllocationRate.IntervalFor(rate, samplesPerSecond: SamplesPerSecondInProduction)
            : AllocationRate.IntervalFor(rate, MinIntervalBytes);
    }

    /// <summary>Collects all garbage and reads what is alive.</summary>
    /// <exception cref="TargetException">The target failed, or somebody else has ended the sampling.</exception>
    public async Task<SampledProfile> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            var reply = await _target.AskAsync(() => _target.Connection.HeapProfiler.GetSamplingProfileAsync(
                _target.Options.SilenceTimeout, cancellation));
            return SampledProfile.Read(reply.Profile);
        }
        catch (TargetException problem) when (problem.InnerException is CdpException { Code: CdpErrorCode.ServerError })
        {
            throw new TargetException(
                $"{_target.Name}: somebody else (DevTools or another tool) has ended the sampling: V8 samples once at a time", problem);
        }
        catch (JsonException problem)
        {
            throw new TargetException($"{_target.Name} answered with something other than a sampling profile: {problem.Message}", problem);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_isRunning) await RecordingEnd.DisableAsync(_target);
        _isRunning = false;
    }

    private async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            _isRunning = true;
            await _target.AskAsync(() => _target.Connection.HeapProfiler.StartSamplingAsync(
                new WireStartSampling(IntervalBytes, StackDepth, null, null), cancellation));
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }
}
