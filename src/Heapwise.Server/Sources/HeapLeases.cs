using Heapwise.Server.Requests;
using Heapwise.Server.Snapshots;

namespace Heapwise.Server.Sources;

/// <summary>Several snapshots that are kept open together.</summary>
public sealed class HeapLeases : IDisposable
{
    private readonly List<HeapLease> _leases = [];

    private HeapLeases()
    {
    }

    public IReadOnlyList<OpenHeap> Heaps => [.. _leases.Select(lease => lease.Heap)];

    /// <exception cref="RequestRefusedException">One of them is not known, or cannot be opened.</exception>
    public static async Task<HeapLeases> TakeAsync(
        IReadOnlyList<string> ids, SourceRegistry sources, OpenHeaps heaps, CancellationToken cancellation)
    {
        var leases = new HeapLeases();
        try
        {
            foreach (var id in ids) leases._leases.Add(await heaps.UseAsync(sources.Get(id), cancellation));
            return leases;
        }
        catch
        {
            leases.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var lease in _leases) lease.Dispose();
    }
}
