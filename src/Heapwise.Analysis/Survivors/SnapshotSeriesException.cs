namespace Heapwise.Analysis.Survivors;

/// <summary>Snapshots that cannot be compared as a series. The message is one line for the person at the terminal.</summary>
public abstract class SnapshotSeriesException(string message) : Exception(message);
