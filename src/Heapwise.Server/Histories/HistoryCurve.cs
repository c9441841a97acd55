namespace Heapwise.Server.Histories;

/// <summary>A measure over time.</summary>
public sealed record HistoryCurve(string Series, IReadOnlyList<HistoryPoint> Points);
