namespace Heapwise.Server.Histories;

/// <summary>Something that happened to a target.</summary>
public sealed record HistoryEventRow(string Id, DateTimeOffset At, string Rule, string State, string Severity, string Summary);
