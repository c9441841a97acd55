namespace Heapwise.Server.Histories;

/// <summary>A file about a target.</summary>
public sealed record HistoryEvidenceRow(string Path, DateTimeOffset At, string Kind, long Bytes, bool Exists, string Series);
