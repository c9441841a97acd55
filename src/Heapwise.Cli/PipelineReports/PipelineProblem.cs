namespace Heapwise.Cli.PipelineReports;

/// <summary>One thing that a pipeline shows at a line of a file, whatever its format.</summary>
internal sealed record PipelineProblem
{
    public required string Rule { get; init; }

    public required ProblemLevel Level { get; init; }

    public required string Scenario { get; init; }

    /// <summary>One line.</summary>
    public required string Title { get; init; }

    /// <summary>The rest of what there is to know.</summary>
    public required string Message { get; init; }

    /// <summary>Relative to the repository.</summary>
    public required string File { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }

    /// <summary>The same from run to run.</summary>
    public required string Fingerprint { get; init; }
}

/// <summary>How bad a problem is.</summary>
internal enum ProblemLevel
{
    /// <summary>It fails the test.</summary>
    Error,

    Warning,

    /// <summary>It is known.</summary>
    Note,
}
