namespace Heapwise.Live.Attaching;

/// <summary>An inspector that an earlier run of heapwise has left open.</summary>
/// <param name="ProcessId">Whose.</param>
/// <param name="Port">Where it listens.</param>
/// <param name="IsClosed">False where somebody uses it, or the process does not respond.</param>
public sealed record RepairedInspector(int ProcessId, int Port, bool IsClosed);
