using Heapwise.Heap.Facts.Scripts;

namespace Heapwise.Analysis.Locations;

/// <summary>A location in the program's code.</summary>
/// <param name="File">The script as V8 names it, or the original file that a source map leads to.</param>
/// <param name="Line">Counts from 1.</param>
/// <param name="Column">Counts UTF-16 units from 1.</param>
/// <param name="Function">The function around it; null at the top level, or where it is not known.</param>
/// <param name="Source">The line of source; null where the script could not be read.</param>
public sealed record CodeLocation(string File, int Line, int Column, string? Function, string? Source)
{
    /// <summary>Where V8 runs the code, if a source map led from there to this location.</summary>
    public CodeLocation? Generated { get; init; }

    public static CodeLocation From(CodePosition position) =>
        new(position.Path, position.Line, position.Column, position.Function, Source: null);

    public override string ToString() => $"{File}:{Line}:{Column}";
}
