namespace Heapwise.Server.Histories;

/// <summary>A stretch of time; older ones are longer.</summary>
public sealed record HistoryPoint(DateTimeOffset At, double Low, double Mean, double High, double Last);
