namespace Heapwise.Cli.Renderers;

internal enum ReportFormat
{
    Text,
    Json,
    Md,

    /// <summary>Stacks of calls, one a line; only of commands that record some.</summary>
    Folded,

    /// <summary>A flame graph; only of commands that record stacks.</summary>
    Svg,
}
