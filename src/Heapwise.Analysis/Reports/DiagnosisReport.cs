using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Reports;

/// <summary>The answer of a diagnosis. Schema <c>heapwise.diagnosis/1</c>.</summary>
public sealed record DiagnosisReport
{
    public const string SchemaName = "heapwise.diagnosis/1";

    public string Schema { get; init; } = SchemaName;

    /// <summary>The language of the sentences: <c>en</c> or <c>zh</c>. Reports of earlier versions do not say; they are English.</summary>
    public string Language { get; init => field = value ?? "en"; } = "en";

    public required Verdict Verdict { get; init; }

    /// <summary>Why the verdict is what it is, in one or two sentences.</summary>
    public required string Reason { get; init; }

    /// <summary>The program or the files, as the person named them.</summary>
    public required string Target { get; init; }

    public required IReadOnlyList<RoundReport> Rounds { get; init; }

    public required GrowthReport Growth { get; init; }

    /// <summary>How each measure went over the rounds.</summary>
    public required IReadOnlyList<TrendReport> Trends { get; init; }

    /// <summary>Fastest growing first.</summary>
    public required IReadOnlyList<FindingReport> Findings { get; init; }

    /// <summary>Findings that the person asked not to hear of: they count for nothing else in this report. Reports of earlier versions have none.</summary>
    public IReadOnlyList<IgnoredFinding> Ignored { get; init => field = value ?? []; } = [];

    /// <summary>What grew in the first rounds and then stopped: a bound, or entries that expire. Reports of earlier versions have none.</summary>
    public IReadOnlyList<BoundedHolder> Bounded { get; init => field = value ?? []; } = [];
}

/// <summary>What looked like a leak until it stopped growing.</summary>
public sealed record BoundedHolder
{
    /// <summary>The name in words, as a finding would give it.</summary>
    public required string Path { get; init; }

    /// <summary>Entries in the last snapshot; null where it is no container, or is not there any more.</summary>
    public required long? Entries { get; init; }

    /// <summary>True where what had gathered is gone again: it expires, or was work in progress.</summary>
    public required bool IsDrained { get; init; }
}

/// <summary>A finding that was left out on purpose.</summary>
public sealed record IgnoredFinding
{
    public required string Fingerprint { get; init; }

    public required string Title { get; init; }
}

[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
public enum Verdict
{
    [JsonStringEnumMemberName("leak")]
    Leak,

    [JsonStringEnumMemberName("no-leak")]
    NoLeak,

    [JsonStringEnumMemberName("inconclusive")]
    Inconclusive,
}

[JsonConverter(typeof(JsonStringEnumConverter<Confidence>))]
public enum Confidence
{
    [JsonStringEnumMemberName("low")]
    Low,

    [JsonStringEnumMemberName("medium")]
    Medium,

    [JsonStringEnumMemberName("high")]
    High,
}

/// <summary>One round as measured after a forced collection; null where there is no live target to ask.</summary>
public sealed record RoundReport
{
    /// <summary>Requests since the round before; null where the load is not counted.</summary>
    public required int? Requests { get; init; }

    /// <summary>How many usual rounds it was as long as: 1, more for a burst.</summary>
    public int Worth { get; init; } = 1;

    /// <summary>True for rounds that were added to confirm what the others showed.</summary>
    public bool IsConfirmation { get; init; }

    public required long? HeapUsedBytes { get; init; }

    public required long? ExternalBytes { get; init; }

    public required long? ArrayBuffersBytes { get; init; }

    public required long? RssBytes { get; init; }

    public required long? FileDescriptors { get; init; }

    public required string? Snapshot { get; init; }
}

/// <summary>Growth of everything that the findings hold, or of the heap's floor where there is no finding.</summary>
public sealed record GrowthReport
{
    public required double BytesPerRound { get; init; }

    public required double? BytesPerRequest { get; init; }
}

public sealed record TrendReport
{
    /// <summary><c>heapUsed</c>, <c>external</c>, <c>arrayBuffers</c>, <c>rss</c>, <c>fileDescriptors</c>.</summary>
    public required string Measure { get; init; }

    /// <summary><c>growing</c>, <c>plateau</c>, <c>backlog</c>, <c>steady</c>, <c>unknown</c>.</summary>
    public required string Verdict { get; init; }

    public required double SlopePerRound { get; init; }

    public required Confidence Confidence { get; init; }

    public required string Reason { get; init; }
}

/// <summary>One leak: what grows, who holds it, where in the program, and what to do.</summary>
public sealed record FindingReport
{
    /// <summary>The same from run to run as long as the leak is the same.</summary>
    public required string Fingerprint { get; init; }

    public required string Pattern { get; init; }

    public required Confidence Confidence { get; init; }

    /// <summary>What the confidence rests on.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    public required string Title { get; init; }

    public required string Explanation { get; init; }

    /// <summary>Bytes of the leaked objects born in the rounds that were watched.</summary>
    public required long GrowthBytes { get; init; }

    public required double? BytesPerRequest { get; init; }

    /// <summary>By class, what is put into the holder first, then most first; whole where the rounds agree on a whole number. Empty where requests are not counted.</summary>
    public required IReadOnlyDictionary<string, double> ObjectsPerRequest { get; init; }

    /// <summary>By class, the same order, for each pair of snapshots: objects born between them that are still alive at the end.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<long>> SurvivorsPerRound { get; init; }

    public required HolderReport Holder { get; init; }

    public required LocationReport? Location { get; init; }

    /// <summary>From the root to one of the leaked objects.</summary>
    public required IReadOnlyList<PathStepReport> RetainerPath { get; init; }

    public required FindingDetails Details { get; init; }

    public required AdviceReport Advice { get; init; }
}

/// <summary>The object below which the leaked ones gather.</summary>
public sealed record HolderReport
{
    public required long NodeId { get; init; }

    public required string ClassName { get; init; }

    /// <summary>The name as the programmer wrote it: a variable, property or global; null where there is none.</summary>
    public required string? Name { get; init; }

    /// <summary>The name in words, such as <c>variable cache of /app/users.js</c>.</summary>
    public required string Path { get; init; }

    public required long RetainedBytes { get; init; }

    /// <summary>The library between the program's own object and the leaked ones; null where there is none.</summary>
    public required string? Library { get; init; }
}

/// <summary>Facts that only some patterns have; absent where they do not apply.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record FindingDetails
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Variable { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Property { get; init; }

    /// <summary>The event whose listeners gather.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Event { get; init; }

    /// <summary>The class of the emitter or EventTarget that the event is of.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Emitter { get; init; }

    /// <summary>Whether Node has warned of too many listeners (MaxListenersExceededWarning).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Warned { get; init; }

    /// <summary>The function that is left behind: its name, empty where it has none, and its place.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FunctionReport? Function { get; init; }

    /// <summary>The store of an AsyncLocalStorage that what gathers keeps.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AsyncContextReport? AsyncContext { get; init; }

    /// <summary>How the timers work that gather.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimerReport? Timer { get; init; }

    /// <summary>What collects: <c>array</c>, <c>map</c>, <c>object</c>, <c>set</c>, <c>linked list</c> …</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Collection { get; init; }

    /// <summary>How entries are told apart: <c>string</c>, <c>integer</c>, <c>object</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Keys { get; init; }

    /// <summary>Entries in the last snapshot.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Entries { get; init; }

    /// <summary>Where the variable is declared, if <see cref="FindingReport.Location"/> is another place.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Declaration { get; init; }

    /// <summary>Other holders that would keep the objects if this one let go.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? AlsoHeldBy { get; init; }
}

/// <summary>A function that is left behind, and what it keeps.</summary>
public sealed record FunctionReport
{
    /// <summary>Null where it has no name.</summary>
    public required string? Name { get; init; }

    public required LocationReport? Location { get; init; }

    /// <summary>Variables of its scopes that live through it alone, largest first; small ones are left out.</summary>
    public required IReadOnlyList<CapturedReport> Captured { get; init; }

    /// <summary>False where the function itself does not mention the largest variable and keeps it through the scope it shares with others; null where its text is not at hand.</summary>
    public required bool? MentionsLargest { get; init; }
}

/// <summary>A store of an AsyncLocalStorage that timers or promises keep, since they were started in its context.</summary>
public sealed record AsyncContextReport
{
    public required string StoreClass { get; init; }

    /// <summary>What would be freed with one store.</summary>
    public required long StoreBytes { get; init; }

    /// <summary>The AsyncLocalStorage by its name in the program, in words; null where it is not known.</summary>
    public required string? Storage { get; init; }
}

/// <summary>Timers that gather in Node's lists.</summary>
public sealed record TimerReport
{
    /// <summary>What each of them waits; null where they differ.</summary>
    public required long? Milliseconds { get; init; }

    /// <summary>True of <c>setInterval</c>.</summary>
    public required bool Repeats { get; init; }

    /// <summary>True of a <c>setTimeout</c> whose callback sets the next one. One that neither repeats nor is armed again ends by itself after its time.</summary>
    public required bool Rearmed { get; init; }

    /// <summary>True where an async function waits for them.</summary>
    public bool Awaited { get; init; }
}

public sealed record CapturedReport
{
    public required string Variable { get; init; }

    public required string ClassName { get; init; }

    public required long RetainedBytes { get; init; }
}

public sealed record AdviceReport
{
    public required string Why { get; init; }

    public required string Fix { get; init; }

    public required string Example { get; init; }
}
