namespace Heapwise.Analysis.Survivors;

/// <summary>Snapshots that make no series: what one says cannot be set against the other. The message is one line for the person at the terminal.</summary>
public abstract class SnapshotSeriesException(string message) : Exception(message);
