using System.Text.Json.Serialization;
using Heapwise.Analysis.Locations;
using Heapwise.Heap.Facts.Scripts;

namespace Heapwise.Analysis.Reports;

/// <summary>A location in the program. Line and column count from 1; the source line is null if the file could not be read.</summary>
public sealed record LocationReport
{
    public required string File { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }

    public required string? Function { get; init; }

    public required string? Source { get; init; }

    /// <summary>Where V8 runs it, if a source map led from there to this location; otherwise absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GeneratedLocationReport? Generated { get; init; }

    public static LocationReport? From(CodePosition? position) => position is null ? null : From(CodeLocation.From(position));

    public static LocationReport? From(CodeLocation? location) => location is null
        ? null
        : new LocationReport
        {
            File = location.File,
            Line = location.Line,
            Column = location.Column,
            Function = location.Function,
            Source = location.Source,
            Generated = location.Generated is { } generated
                ? new GeneratedLocationReport { File = generated.File, Line = generated.Line, Column = generated.Column }
                : null,
        };

    public override string ToString() => $"{File}:{Line}:{Column}";
}

/// <summary>A location in code that a compiler or bundler wrote. Line and column count from 1.</summary>
public sealed record GeneratedLocationReport
{
    public required string File { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }
}
