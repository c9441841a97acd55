namespace Heapwise.Analysis.Leaks;

/// <summary>What a snapshot of the process would cost it, an estimate on the high side.</summary>
/// <param name="PauseSeconds">How long it would be paused.</param>
/// <param name="MemoryBytes">How much its resident memory would grow.</param>
public sealed record SnapshotCost(double PauseSeconds, long MemoryBytes);
