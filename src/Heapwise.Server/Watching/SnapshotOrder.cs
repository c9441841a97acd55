namespace Heapwise.Server.Watching;

/// <summary>An order for a snapshot.</summary>
/// <param name="Accept">Whether the pause was accepted.</param>
public sealed record SnapshotOrder(bool Accept = false);
