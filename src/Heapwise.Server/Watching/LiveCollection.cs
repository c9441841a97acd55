namespace Heapwise.Server.Watching;

/// <summary>What a forced collection freed.</summary>
public sealed record LiveCollection(long BeforeBytes, long AfterBytes, double PauseMs);
