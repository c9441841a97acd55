namespace Heapwise.Store.Records;

/// <summary>A series over a stretch of time: one reading, a minute or an hour.</summary>
/// <param name="At">When it began.</param>
/// <param name="Min">The lowest value.</param>
/// <param name="Mean">The mean of all values.</param>
/// <param name="Max">The highest value.</param>
/// <param name="Last">The latest value.</param>
public readonly record struct CurvePoint(DateTimeOffset At, double Min, double Mean, double Max, double Last);
