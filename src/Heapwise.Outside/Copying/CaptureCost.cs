namespace Heapwise.Outside.Copying;

/// <summary>What a capture did to the process.</summary>
/// <param name="Pause">How long its threads stood still, in the attempt that succeeded.</param>
/// <param name="Attempts">How often it was stopped: once, unless it was collecting garbage.</param>
/// <param name="Threads">Threads that were stopped.</param>
/// <param name="CopiedBytes">Bytes of its heap that were copied.</param>
public sealed record CaptureCost(TimeSpan Pause, int Attempts, int Threads, long CopiedBytes);
