namespace Heapwise.Outside.Frames;

/// <summary>What a process's main thread was doing at one moment.</summary>
/// <param name="Frames">JavaScript that runs, or waits for what it has called: the innermost call first; empty if there is none.</param>
/// <param name="IsCollecting">Whether it was collecting garbage just then.</param>
/// <param name="Pause">How long the process stood still for it.</param>
public sealed record ProgramStack(IReadOnlyList<ProgramFrame> Frames, bool IsCollecting, TimeSpan Pause);
