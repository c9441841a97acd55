namespace Heapwise.Guard.Reports;

/// <summary>An event as every receiver gets it: one shape for alerts, evidence, findings and the coming and going of processes.</summary>
public sealed record EventReport
{
    public const string SchemaName = "heapwise.event/1";

    public string Schema { get; init; } = SchemaName;

    /// <summary>Unique. The same event sent twice has the same.</summary>
    public required string Id { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary><c>alert</c>, <c>evidence</c>, <c>finding</c>, <c>upload</c>, <c>started</c> or <c>ended</c>.</summary>
    public required string Kind { get; init; }

    /// <summary><c>firing</c> or <c>resolved</c>; null where it is no alert.</summary>
    public string? State { get; init; }

    public string? Rule { get; init; }

    public required string Severity { get; init; }

    /// <summary>What opens and closes together, and what evidence is about.</summary>
    public string? Alert { get; init; }

    /// <summary>One or two sentences.</summary>
    public required string Summary { get; init; }

    public required EventTarget Target { get; init; }

    /// <summary>The latest reading, by the names of series.</summary>
    public required IReadOnlyDictionary<string, double> Values { get; init; }

    /// <summary>Of what is left of the heap after collections.</summary>
    public EventTrend? Trend { get; init; }

    public required IReadOnlyList<EventFile> Evidence { get; init; }

    /// <summary>What was not done, and why.</summary>
    public required IReadOnlyList<string> Refused { get; init; }

    public EventFinding? Finding { get; init; }

    /// <summary>A command that says more.</summary>
    public string? Next { get; init; }
}

/// <summary>The process that an event is about, or a worker thread of it.</summary>
public sealed record EventTarget
{
    public required string Key { get; init; }

    public required string Host { get; init; }

    public required string? Container { get; init; }

    public required int Pid { get; init; }

    /// <summary>The system's id of the worker thread; null for the process.</summary>
    public required int? Thread { get; init; }

    public required string Name { get; init; }

    public required string Command { get; init; }
}

/// <summary>A trend in an event.</summary>
public sealed record EventTrend(string Verdict, double BytesPerMinute, double? SecondsLeft);

/// <summary>A file in an event.</summary>
/// <param name="File">Where it was written.</param>
/// <param name="Kind">Such as <c>snapshot</c>.</param>
/// <param name="Bytes">Its size there.</param>
/// <param name="Location">Its copy in a storage; null where there is none yet.</param>
public sealed record EventFile(string File, string Kind, long Bytes, string? Location = null);

/// <summary>A finding in an event.</summary>
public sealed record EventFinding(string Verdict, string Title, string? Place, string? HeldBy, string File);
