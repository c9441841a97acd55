namespace Heapwise.Server.Watching;

/// <summary>An order to sample allocations.</summary>
/// <param name="Seconds">How long, up to ten minutes.</param>
public sealed record SampleOrder(int Seconds = 10);
