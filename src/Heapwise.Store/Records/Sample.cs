namespace Heapwise.Store.Records;

/// <summary>What was measured of one target at one time.</summary>
/// <param name="Target">Its key.</param>
/// <param name="At">When.</param>
/// <param name="Values">By the name of the series. What could not be read is left out.</param>
public sealed record Sample(string Target, DateTimeOffset At, IReadOnlyDictionary<string, double> Values);
