namespace Heapwise.Store.Records;

/// <summary>A complete file that says something about a target's memory.</summary>
/// <param name="Path">The full path, on the host that wrote it.</param>
/// <param name="Target">The key of the target.</param>
/// <param name="At">When it was taken.</param>
/// <param name="Kind">What it is, such as <c>snapshot</c> or <c>allocations</c>.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Series">What belongs together, to be kept or deleted together: the two snapshots of a pair have the same.</param>
public sealed record EvidenceFile(string Path, string Target, DateTimeOffset At, string Kind, long Bytes, string Series);
