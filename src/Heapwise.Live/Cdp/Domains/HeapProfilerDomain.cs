using System.Globalization;
using Heapwise.Live.Cdp.Wire;

namespace Heapwise.Live.Cdp.Domains;

/// <summary>The inspector's <c>HeapProfiler</c> domain.</summary>
public sealed class HeapProfilerDomain
{
    private const string StartTracking = "HeapProfiler.startTrackingHeapObjects";
    private static readonly TimeSpan CountPatience = TimeSpan.FromMinutes(3);

    private readonly CdpConnection _connection;

    internal HeapProfilerDomain(CdpConnection connection) => _connection = connection;

    /// <summary>
    /// Two full garbage collections, also without <c>--expose-gc</c>. The target is paused for each; a gigabyte takes seconds.
    /// </summary>
    public Task CollectGarbageAsync(TimeSpan? timeout, CancellationToken cancellation) =>
        _connection.SendAsync("HeapProfiler.collectGarbage", timeout, cancellation);

    /// <summary>
    /// Streams a snapshot as V8 writes it, pure ASCII JSON, into the destination, chunk by chunk as it arrives. At most one chunk is held
    /// in memory. The target is paused until the last chunk. Once this returns or throws, the destination is no longer touched. A target
    /// that has started a snapshot always finishes it, and the rest is dropped. A failure of the destination, such as a full disk, is
    /// thrown as it is. <c>silence</c> is how long the target may send nothing at all. It reports often while it builds, so this does not
    /// limit the total time.
    /// </summary>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="CdpException">Timed out in silence, the connection closed, or the inspector refused.</exception>
    public async Task<long> TakeHeapSnapshotAsync(
        Stream destination, IProgress<SnapshotProgress>? progress, TimeSpan silence, CancellationToken cancellation)
    {
        await using var stream = new SnapshotStream(_connection, "HeapProfiler.takeHeapSnapshot", destination, progress, silence);
        return await stream.RunAsync(cancellation);
    }

    /// <summary>
    /// An object by its id in a snapshot of this session. It stays in the target for <see cref="RuntimeDomain.CallAsync"/> until it is
    /// released or the session ends.
    /// </summary>
    /// <exception cref="CdpException">It was collected, or the request failed.</exception>
    internal async Task<string> HoldAsync(long snapshotId, TimeSpan? timeout, CancellationToken cancellation)
    {
        const string Method = "HeapProfiler.getObjectByHeapObjectId";
        var request = new WireHeapObject(snapshotId.ToString(CultureInfo.InvariantCulture));
        var reply = await _connection.SendAsync(
            Method, request, CdpJson.Default.WireHeapObject, CdpJson.Default.WireEvaluated, timeout, cancellation);
        return reply.Result.ObjectId ?? throw new CdpException(Method, CdpErrorCode.MalformedMessage, "no object");
    }

    /// <summary>Starts to sample allocations: on average one every <c>SamplingInterval</c> bytes, with the stack that made it.</summary>
    internal Task StartSamplingAsync(WireStartSampling start, CancellationToken cancellation) =>
        _connection.SendAsync("HeapProfiler.startSampling", start, CdpJson.Default.WireStartSampling, timeout: null, cancellation);

    /// <summary>
    /// Ends the sampling and returns the profile. V8 first collects all garbage, so that what it counts as alive is alive.
    /// </summary>
    internal Task<WireSampledProfile> StopSamplingAsync(TimeSpan? timeout, CancellationToken cancellation) => _connection.SendAsync(
        "HeapProfiler.stopSampling",
        WireEmpty.Instance,
        CdpJson.Default.WireEmpty,
        CdpJson.Default.WireSampledProfile,
        timeout,
        cancellation);

    /// <summary>The profile so far; the sampling goes on. V8 first collects all garbage, as at the end.</summary>
    internal Task<WireSampledProfile> GetSamplingProfileAsync(TimeSpan? timeout, CancellationToken cancellation) => _connection.SendAsync(
        "HeapProfiler.getSamplingProfile",
        WireEmpty.Instance,
        CdpJson.Default.WireEmpty,
        CdpJson.Default.WireSampledProfile,
        timeout,
        cancellation);

    /// <summary>
    /// Starts to record each allocation with its stack. From now on, twenty times per second, V8 collects all garbage, visits every object,
    /// and sends <c>heapStatsUpdate</c> and <c>lastSeenObjectId</c>.
    /// </summary>
    internal Task StartTrackingAsync(TimeSpan? timeout, CancellationToken cancellation) =>
        StartTrackingAsync(new WireStartTracking(TrackAllocations: true), timeout, cancellation);

    /// <summary>
    /// Counts all objects: V8 numbers each, as it does for a snapshot, and reports how many there are. It visits the heap twice for that,
    /// and the target is paused meanwhile. The result is within 0.02 % of the nodes of a snapshot taken next (checked on 18 to 26).
    /// </summary>
    internal async Task<long> CountObjectsAsync(TimeSpan? timeout, CancellationToken cancellation)
    {
        using var updates = _connection.Subscribe("HeapProfiler.heapStatsUpdate", CdpJson.Default.WireHeapStats, capacity: 64);
        await StartTrackingAsync(new WireStartTracking(TrackAllocations: false), timeout, cancellation);
        try
        {
            using var patience = new CancellationTokenSource(timeout ?? CountPatience, _connection.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
            await foreach (var update in updates.ReadAllAsync(both.Token))
            {
                // Triplets of a stretch of time, the objects allocated in it, and their bytes.
                return update.StatsUpdate.Chunk(3).Sum(stretch => stretch[1]);
            }

            throw (await _connection.Closed);
        }
        catch (OperationCanceledException problem) when (!cancellation.IsCancellationRequested)
        {
            throw new CdpException(StartTracking, CdpErrorCode.TimedOut, "no count of objects arrived", problem);
        }
        finally
        {
            if (!_connection.Closed.IsCompleted) await DisableAsync(CancellationToken.None);
        }
    }

    /// <summary>
    /// Ends the tracking with a snapshot that contains the stacks; otherwise like <see cref="TakeHeapSnapshotAsync"/>.
    /// </summary>
    internal async Task<long> StopTrackingAsync(
        Stream destination, IProgress<SnapshotProgress>? progress, TimeSpan silence, CancellationToken cancellation)
    {
        await using var stream = new SnapshotStream(_connection, "HeapProfiler.stopTrackingHeapObjects", destination, progress, silence);
        return await stream.RunAsync(cancellation);
    }

    /// <summary>Ends whatever this domain has started, sampling and tracking, and drops what was recorded.</summary>
    internal Task DisableAsync(CancellationToken cancellation) =>
        _connection.SendAsync("HeapProfiler.disable", timeout: null, cancellation);

    private Task StartTrackingAsync(WireStartTracking start, TimeSpan? timeout, CancellationToken cancellation) =>
        _connection.SendAsync(StartTracking, start, CdpJson.Default.WireStartTracking, timeout, cancellation);
}
