namespace Heapwise.Analysis.Locations.SourceMaps;

/// <summary>Where a stretch of generated code comes from.</summary>
/// <param name="Source">The original file: a path if the map leads to one, otherwise a URL such as <c>webpack://app/src/a.ts</c>.</param>
/// <param name="Line">Counts from 1.</param>
/// <param name="Column">Counts UTF-16 units from 1.</param>
/// <param name="Name">What the token is called in the original; null if the map does not have it.</param>
/// <param name="Content">The original's whole text; null if the map has none.</param>
public sealed record OriginalPosition(string Source, int Line, int Column, string? Name, string? Content)
{
    /// <summary>True where a mapping begins at the very column that was asked for, so that it is about the token there.</summary>
    public bool IsExact { get; init; }
}
