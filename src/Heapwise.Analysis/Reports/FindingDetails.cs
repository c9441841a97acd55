using System.Text.Json.Serialization;
using Heapwise.Analysis.Language;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Reports;

/// <summary>Facts that only some patterns have; absent where they do not apply.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Skip)]
public sealed record FindingDetails
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Variable { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Property { get; init; }

    /// <summary>The event whose listeners accumulate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Event { get; init; }

    /// <summary>The class of the emitter or EventTarget of the event.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Emitter { get; init; }

    /// <summary>Whether Node has warned of too many listeners (MaxListenersExceededWarning).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Warned { get; init; }

    /// <summary>The function that leaks: its name, empty where it has none, and its location.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FunctionReport? Function { get; init; }

    /// <summary>The store of an AsyncLocalStorage kept by the objects that accumulate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AsyncContextReport? AsyncContext { get; init; }

    /// <summary>Memory outside the heap that small views keep alive.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ViewsReport? Views { get; init; }

    /// <summary>How the timers work that accumulate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimerReport? Timer { get; init; }

    /// <summary>The container: <c>array</c>, <c>map</c>, <c>object</c>, <c>set</c>, <c>linked list</c> …</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Collection { get; init; }

    /// <summary>What its keys are: <c>string</c>, <c>integer</c>, <c>object</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Keys { get; init; }

    /// <summary>Entries in the last snapshot.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Entries { get; init; }

    /// <summary>Where the variable is declared, if <see cref="FindingReport.Location"/> is another location.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Declaration { get; init; }

    /// <summary>Other holders that would keep the objects if this one let go.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? AlsoHeldBy { get; init; }

    /// <summary>Other holders that the same calls add to.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FilledHolderReport>? AlsoFilled { get; init; }

    public static FindingDetails From(Leak leak, ReportLanguage language)
    {
        if (leak.Holder is not LeakHolder.HeapObject holder) return new FindingDetails();
        var name = holder.Name;
        var context = leak.Pattern as AsyncContextPattern;
        return new FindingDetails
        {
            Variable = name.Kind == HolderKind.Variable ? name.Root : null,
            Property = name.Kind is HolderKind.Property or HolderKind.Static
                ? name.Root
                : name.Members.LastOrDefault(member => member != "[]"),
            Event = name.Listeners?.Event,
            Emitter = name.Listeners?.EmitterClass,
            Warned = (leak.Pattern as EventListenerPattern.Listeners)?.HasWarned,
            Function = FunctionReport.From(leak.Function),
            AsyncContext = context is null ? null : AsyncContextReport.From(context, language),
            Views = ViewsReport.From(leak.Buffers),
            Timer = TimerReport.From(context is null ? (leak.Pattern as TimerPattern)?.Timer : context.Timer),
            Collection = ContainerWords.Find(holder.Contents.Kind),
            Keys = holder.Contents.Entries?.Keys is { } keys ? ContainerWords.Of(keys) : null,
            Entries = holder.Contents.Entries?.Count,
            Declaration = LocationReport.From(leak.Location.Declaration)?.ToString(),
            AlsoHeldBy = holder.AlsoHeldBy.Count > 0 ? [.. holder.AlsoHeldBy.Select(language.NameOf)] : null,
            AlsoFilled = leak.AlsoFilled.Count > 0 ? [.. leak.AlsoFilled.Select(other => FilledHolderReport.From(other, language))] : null,
        };
    }
}

/// <summary>A holder that the same calls add to as to the finding's.</summary>
public sealed record FilledHolderReport
{
    /// <summary>Its name in the program, in words.</summary>
    public required string Name { get; init; }

    /// <summary>The statement that makes it grow.</summary>
    public required LocationReport? Location { get; init; }

    public static FilledHolderReport From(FilledHolder holder, ReportLanguage language) =>
        new() { Name = language.NameOf(holder.Name), Location = LocationReport.From(holder.Statement) };
}

/// <summary>A store of an AsyncLocalStorage kept by timers or promises that were started in its context.</summary>
public sealed record AsyncContextReport
{
    public required string StoreClass { get; init; }

    /// <summary>What would be freed with one store.</summary>
    public required long StoreBytes { get; init; }

    /// <summary>The AsyncLocalStorage by its name in the program, in words; null where it is not known.</summary>
    public required string? Storage { get; init; }

    public static AsyncContextReport From(AsyncContextPattern pattern, ReportLanguage language) => new()
    {
        StoreClass = pattern.StoreClass,
        StoreBytes = pattern.StoreBytes,
        Storage = pattern.Storage is { } storage ? language.NameOf(storage) : null,
    };
}

/// <summary>Timers that accumulate in Node's lists.</summary>
public sealed record TimerReport
{
    /// <summary>What each of them waits; null where they differ.</summary>
    public required long? Milliseconds { get; init; }

    /// <summary>True for <c>setInterval</c>.</summary>
    public required bool Repeats { get; init; }

    /// <summary>
    /// True for a <c>setTimeout</c> whose callback sets the next one. A timer that neither repeats nor is armed again ends after its time.
    /// </summary>
    public required bool Rearmed { get; init; }

    /// <summary>True where an async function waits for them.</summary>
    public bool Awaited { get; init; }

    public static TimerReport? From(TimerFacts? timer) => timer is null
        ? null
        : new TimerReport
        {
            Milliseconds = timer.Milliseconds,
            Repeats = timer.IsRepeating,
            Rearmed = timer.IsRearmed,
            Awaited = timer.IsAwaited,
        };
}
