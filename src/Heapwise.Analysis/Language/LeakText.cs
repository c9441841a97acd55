namespace Heapwise.Analysis.Language;

/// <summary>What a report says about a leak.</summary>
/// <param name="Title">One line: what grows and where.</param>
/// <param name="Explanation">What leaks at what rate, and who holds it.</param>
/// <param name="Why">Why it leaks, in two sentences.</param>
/// <param name="Fix">What to change.</param>
/// <param name="Example">A few lines of JavaScript.</param>
public sealed record LeakText(string Title, string Explanation, string Why, string Fix, string Example);
