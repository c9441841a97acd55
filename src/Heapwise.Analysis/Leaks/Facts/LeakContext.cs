using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Leaks.Facts;

/// <summary>What every step of the search may look at. Whoever makes it owns the paths and survivors and disposes them.</summary>
/// <param name="Survivors">Objects of the last snapshot that were born since the first.</param>
/// <param name="Earlier">What was kept of the snapshots before the last, in order; empty where there is only one.</param>
/// <param name="Intervals">The load between each two snapshots.</param>
/// <param name="Code">The program's scripts.</param>
internal sealed record LeakContext(SurvivorSet Survivors, IReadOnlyList<SnapshotIds> Earlier, SnapshotIntervals Intervals, ProgramCode Code)
{
    /// <summary>Bytes of some views of ArrayBuffers, where the running program was asked.</summary>
    public IReadOnlyDictionary<NodeId, long> ViewLengths { get; init; } = new Dictionary<NodeId, long>();

    /// <summary>The last snapshot.</summary>
    public HeapSnapshot Snapshot => Survivors.Paths.Snapshot;

    public RootPaths Paths => Survivors.Paths;

    /// <summary>The highest id of the first snapshot; 0 where there is only one.</summary>
    public long FirstMaxId => Earlier.Count > 0 ? Earlier[0].MaxId : 0;

    /// <summary>Objects of a class in the first snapshot; 0 where there is only one.</summary>
    public long CountAtFirst(string className) => Earlier.Count > 0 ? Earlier[0].CountOf(className) : 0;

    /// <summary>Where the program calls libraries and Node.</summary>
    public LibraryUses Libraries { get; } = new(Code, Survivors.Paths.Snapshot);
}
