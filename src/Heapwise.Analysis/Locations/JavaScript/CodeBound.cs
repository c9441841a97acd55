namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>Code that keeps a named thing within a bound.</summary>
/// <param name="At">The token where it looks at the thing.</param>
/// <param name="Limit">The number that it compares the size with; null where the text does not say.</param>
/// <param name="IsByAge">True where a loop removes what the clock says is too old, whatever the size.</param>
internal sealed record CodeBound(int At, double? Limit, bool IsByAge);
