namespace Heapwise.Live.Cdp;

/// <summary>The inspector's <c>HeapProfiler</c> domain.</summary>
public sealed class HeapProfilerDomain
{
    private readonly CdpConnection _connection;
    private readonly TimeProvider _time;

    internal HeapProfilerDomain(CdpConnection connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
    }

    /// <summary>Two full collections, also without <c>--expose-gc</c>. The target stands still for each; a gigabyte takes seconds.</summary>
    public Task CollectGarbageAsync(TimeSpan? timeout, CancellationToken cancellation) =>
        _connection.SendAsync("HeapProfiler.collectGarbage", timeout, cancellation);

    /// <summary>
    /// Streams a snapshot as V8 writes it, pure ASCII JSON, into the destination, chunk by chunk as it arrives; at most one chunk is
    /// held in memory. The target stands still until the last chunk. When this returns or throws, the destination is no longer
    /// touched; the target, once begun, finishes its snapshot in any case, and the rest is dropped. A failure of the destination,
    /// such as a full disk, comes out as it was thrown. <c>silence</c> is how long the target may send nothing at all: while it
    /// builds it reports often, so this is no limit of the whole.
    /// </summary>
    /// <returns>The number of bytes written.</returns>
    /// <exception cref="CdpException">Timed out in silence, the connection closed, or the inspector refused.</exception>
    public async Task<long> TakeHeapSnapshotAsync(
        Stream destination, IProgress<SnapshotProgress>? progress, TimeSpan silence, CancellationToken cancellation)
    {
        await using var stream = new SnapshotStream(_connection, "HeapProfiler.takeHeapSnapshot", destination, progress, silence, _time);
        return await stream.RunAsync(cancellation);
    }

    /// <summary>Begins to sample allocations: on average one every <c>SamplingInterval</c> bytes, with the stack that made it.</summary>
    internal async Task StartSamplingAsync(WireStartSampling start, CancellationToken cancellation) =>
        await _connection.SendAsync("HeapProfiler.startSampling", start, CdpJson.Default.WireStartSampling, CdpJson.Default.WireEmpty, timeout: null, cancellation);

    /// <summary>Ends the sampling and returns what was sampled. V8 collects all garbage first, so that what is alive is alive.</summary>
    internal async Task<WireSampledProfile> StopSamplingAsync(TimeSpan? timeout, CancellationToken cancellation) =>
        await _connection.SendAsync("HeapProfiler.stopSampling", WireEmpty.Instance, CdpJson.Default.WireEmpty, CdpJson.Default.WireSampledProfile, timeout, cancellation);

    /// <summary>
    /// Begins to note each allocation with its stack. From now on, twenty times a second, V8 collects all garbage, visits every
    /// object, and sends <c>heapStatsUpdate</c> and <c>lastSeenObjectId</c>.
    /// </summary>
    internal async Task StartTrackingAsync(TimeSpan? timeout, CancellationToken cancellation) =>
        await _connection.SendAsync("HeapProfiler.startTrackingHeapObjects", new WireStartTracking(TrackAllocations: true), CdpJson.Default.WireStartTracking, CdpJson.Default.WireEmpty, timeout, cancellation);

    /// <summary>
    /// Counts all objects: V8 gives each a number, as it does for a snapshot, and tells how many there are. It visits the heap twice for
    /// that; the target stands still meanwhile. Within 0.02 % of the nodes of a snapshot taken next (checked on 18 to 26).
    /// </summary>
    internal async Task<long> CountObjectsAsync(TimeSpan? timeout, CancellationToken cancellation)
    {
        using var updates = _connection.Subscribe("HeapProfiler.heapStatsUpdate", CdpJson.Default.WireHeapStats, capacity: 64);
        await _connection.SendAsync("HeapProfiler.startTrackingHeapObjects", new WireStartTracking(TrackAllocations: false), CdpJson.Default.WireStartTracking, CdpJson.Default.WireEmpty, timeout, cancellation);
        try
        {
            using var patience = new CancellationTokenSource(timeout ?? TimeSpan.FromMinutes(3), _time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
            await foreach (var update in updates.ReadAllAsync(both.Token))
            {
                // Triples of a stretch of time, the objects born in it, and their bytes.
                return update.StatsUpdate.Chunk(3).Sum(stretch => stretch[1]);
            }

            throw (await _connection.Closed);
        }
        catch (OperationCanceledException problem) when (!cancellation.IsCancellationRequested)
        {
            throw new CdpException("HeapProfiler.startTrackingHeapObjects", CdpErrorCode.TimedOut, "no count of objects came", problem);
        }
        finally
        {
            if (!_connection.Closed.IsCompleted) await DisableAsync(CancellationToken.None);
        }
    }

    /// <summary>Ends the tracking with a snapshot that carries the stacks; as <see cref="TakeHeapSnapshotAsync"/> otherwise.</summary>
    internal async Task<long> StopTrackingAsync(
        Stream destination, IProgress<SnapshotProgress>? progress, TimeSpan silence, CancellationToken cancellation)
    {
        await using var stream = new SnapshotStream(_connection, "HeapProfiler.stopTrackingHeapObjects", destination, progress, silence, _time);
        return await stream.RunAsync(cancellation);
    }

    /// <summary>Ends whatever this domain has begun, sampling and tracking, and drops what was recorded.</summary>
    internal Task DisableAsync(CancellationToken cancellation) => _connection.SendAsync("HeapProfiler.disable", timeout: null, cancellation);
}
