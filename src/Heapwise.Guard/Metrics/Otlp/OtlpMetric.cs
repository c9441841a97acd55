namespace Heapwise.Guard.Metrics.Otlp;

/// <summary>A metric as OpenTelemetry knows it, with its points.</summary>
/// <param name="Name">Such as <c>process.memory.usage</c>.</param>
/// <param name="Unit">In UCUM: <c>By</c>, <c>s</c>, <c>1</c>, <c>{alert}</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Description">A sentence.</param>
/// <param name="Points">Its values.</param>
internal sealed record OtlpMetric(string Name, string Unit, OtlpKind Kind, string Description, IReadOnlyList<OtlpPoint> Points)
{
    /// <summary>Bytes and counts are whole; shares and times are not.</summary>
    public bool IsWhole => Unit is "By" or ['{', ..];
}

/// <summary>One value.</summary>
internal readonly record struct OtlpPoint(IReadOnlyList<OtlpAttribute> Attributes, double Value);

/// <summary>What something is about.</summary>
internal readonly record struct OtlpAttribute(string Key, string Value)
{
    /// <summary>Written as a number.</summary>
    public long? Number { get; init; }
}

/// <summary>The instruments that we have.</summary>
internal enum OtlpKind
{
    Gauge,
    Counter,
    UpDownCounter,
}

/// <summary>Metrics of one origin.</summary>
/// <param name="Attributes">The origin.</param>
/// <param name="StartedAt">Since when its counters count.</param>
/// <param name="At">When they were read.</param>
/// <param name="Metrics">Those that have points.</param>
internal sealed record OtlpOrigin(
    IReadOnlyList<OtlpAttribute> Attributes, DateTimeOffset StartedAt, DateTimeOffset At, IReadOnlyList<OtlpMetric> Metrics);
