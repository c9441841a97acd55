namespace Heapwise.Server.Watching;

/// <summary>One space of V8's heap.</summary>
public sealed record LiveSpace(string Name, long UsedBytes, long SizeBytes);
