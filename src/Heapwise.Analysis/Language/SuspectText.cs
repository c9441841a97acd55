namespace Heapwise.Analysis.Language;

/// <summary>What a report says about a suspect.</summary>
/// <param name="Title">One line: what holds how much.</param>
/// <param name="Explanation">What it holds, and what of it would be freed.</param>
/// <param name="Reasons">What speaks for a leak and what against one, a sentence each.</param>
public sealed record SuspectText(string Title, string Explanation, IReadOnlyList<string> Reasons);
