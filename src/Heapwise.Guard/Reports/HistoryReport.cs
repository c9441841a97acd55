namespace Heapwise.Guard.Reports;

/// <summary>What was seen of processes.</summary>
public sealed record HistoryReport
{
    public const string SchemaName = "heapwise.history/1";

    public string Schema { get; init; } = SchemaName;

    public required DateTimeOffset Since { get; init; }

    /// <summary>The one seen last first.</summary>
    public required IReadOnlyList<HistoryTarget> Targets { get; init; }
}

/// <summary>What was seen of one process.</summary>
public sealed record HistoryTarget
{
    public required string Key { get; init; }

    public required string Host { get; init; }

    public required string? Container { get; init; }

    public required int Pid { get; init; }

    /// <summary>The system's id of the worker thread; null for the process.</summary>
    public required int? Thread { get; init; }

    public required string Name { get; init; }

    public required string Command { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    public required IReadOnlyList<HistorySeries> Series { get; init; }

    public required IReadOnlyList<HistoryEvent> Events { get; init; }

    public required IReadOnlyList<HistoryFileRow> Evidence { get; init; }
}

/// <summary>One measure over time, earliest first. Older points stand for a minute or an hour.</summary>
public sealed record HistorySeries(string Series, IReadOnlyList<HistoryPoint> Points);

/// <summary>One reading, or what was read in a stretch.</summary>
public sealed record HistoryPoint(DateTimeOffset Time, double Min, double Mean, double Max, double Last);

/// <summary>One event.</summary>
public sealed record HistoryEvent(DateTimeOffset Time, string State, string? Rule, string Severity, string Summary);

/// <summary>One file about the process's memory.</summary>
public sealed record HistoryFileRow(DateTimeOffset Time, string Kind, string File, long Bytes);
