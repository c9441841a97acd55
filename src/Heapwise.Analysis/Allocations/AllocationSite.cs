namespace Heapwise.Analysis.Allocations;

/// <summary>A function, whoever called it.</summary>
/// <param name="Frame">One of its frames, for name and location.</param>
/// <param name="SelfBytes">What it allocated itself.</param>
/// <param name="TotalBytes">What it and everything it called allocated; recursion counts once.</param>
/// <param name="Count">Objects, or samples, of <paramref name="SelfBytes"/>.</param>
public sealed record AllocationSite(AllocationFrame Frame, long SelfBytes, long TotalBytes, long Count);
