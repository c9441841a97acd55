namespace Heapwise.Analysis.Reports;

/// <summary>The Node processes of this machine, oldest first. Schema <c>heapwise.ps/1</c>.</summary>
public sealed record ProcessesReport
{
    public const string SchemaName = "heapwise.ps/1";

    public string Schema { get; init; } = SchemaName;

    public required IReadOnlyList<ProcessRow> Processes { get; init; }
}
