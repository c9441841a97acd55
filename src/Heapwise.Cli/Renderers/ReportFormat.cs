namespace Heapwise.Cli.Renderers;

internal enum ReportFormat
{
    Text,
    Json,
    Md,

    /// <summary>One file for a browser.</summary>
    Html,

    /// <summary>Call stacks, one per line; only for commands that record them.</summary>
    Folded,

    /// <summary>A flame graph; only for commands that record stacks.</summary>
    Svg,
}
