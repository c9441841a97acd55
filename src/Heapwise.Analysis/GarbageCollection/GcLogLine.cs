using System.Globalization;

namespace Heapwise.Analysis.GarbageCollection;

/// <summary>
/// One record of V8's trace, from its mark <c>[PID:0xISOLATE]</c> on:
/// <code>
/// [7:0x1a0]       25 ms: Scavenge 4.5 (4.9) -> 4.3 (5.9) MB, 1.6 / 0.0 ms  (average mu = 1.000, current mu = 1.000) allocation failure;
/// [7:0x1a0]       90 ms: Mark-Compact (reduce) 33.8 (52.4) -> 3.4 (38.1) MB, pooled: 11 MB, 6.99 / 0.00 ms  (+ 2.6 ms in 28 steps since …) (average mu …) task; …
/// [7:0x1a0:0]     18 ms: pause=0.5 mutator=14.1 gc=s … start_object_size=4948616 end_object_size=4144944 …
/// [7:0x1a0:0]     25 ms: GC: {"pause":0.577,"mutator":19.184,"gc":"s", … "reason":"allocation failure", …}
/// [7:0x1a0] Memory allocator,       used:   6000 KB, available: 4237456 KB
/// </code>
/// Sizes in MB are of 1024 × 1024 bytes. The names of values are found wherever they stand, with or without (escaped) quotes, so
/// that a log wrapped into JSON is read as well. Holds the last record; not for several threads.
/// </summary>
internal sealed class GcLogLine
{
    private const double BytesPerMegabyte = 1024 * 1024;

    /// <summary>V8 has about thirty reasons; a log that seems to have more is damaged, and not to fill the memory.</summary>
    private const int MaxCauses = 500;
    private const int MaxCauseLength = 120;

    private readonly Dictionary<string, string> _causes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _causesByText;

    public GcLogLine() => _causesByText = _causes.GetAlternateLookup<ReadOnlySpan<char>>();

    internal enum Meaning
    {
        /// <summary>Nothing of interest.</summary>
        Other,
        Collection,
        Limit,

        /// <summary>A collection's line that is not whole.</summary>
        Damaged,
    }

    public GcEvent Collection { get; private set; }

    public (int ProcessId, ulong Isolate) Heap { get; private set; }

    public long LimitBytes { get; private set; }

    /// <param name="line">A line, up to the next mark or its end.</param>
    /// <param name="mark">Where the colon before the isolate stands in it.</param>
    public Meaning Read(ReadOnlySpan<char> line, int mark)
    {
        var first = mark;
        while (first > 0 && char.IsAsciiDigit(line[first - 1])) first--;
        var hasHead = first > 0 && first < mark && line[first - 1] == '[';
        var rest = line[(mark + 1)..];
        TryTake(ref rest, "0x"); // not there on Windows
        var digits = rest.IndexOfAnyExcept(HexDigits);
        if (!hasHead || digits <= 0) return hasHead && digits < 0 ? Meaning.Damaged : Meaning.Other;
        if (!int.TryParse(line[first..mark], CultureInfo.InvariantCulture, out var processId) || !ulong.TryParse(rest[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var isolate)) return Meaning.Other;
        Heap = (processId, isolate);
        rest = rest[digits..];
        if (rest[0] == ':') rest = rest[1..].TrimStart(Digits);
        if (rest.IsEmpty || rest[0] != ']') return rest.IsEmpty ? Meaning.Damaged : Meaning.Other;
        rest = rest[1..].TrimStart(' ');
        if (rest.StartsWith("Memory allocator,")) return ReadLimit(rest);
        if (!TryTakeNumber(ref rest, out var milliseconds)) return rest.IsEmpty ? Meaning.Damaged : Meaning.Other;
        if (!TryTake(ref rest, " ms: ")) return " ms: ".AsSpan().StartsWith(rest) ? Meaning.Damaged : Meaning.Other;
        var head = new GcEvent { Kind = GcKind.Scavenge, At = Time(milliseconds), Pause = default, ProcessId = processId, Isolate = isolate };
        return TryTakeKind(ref rest, out var kind) ? ReadText(rest, head with { Kind = kind })
            : rest.StartsWith("pause=") || TryTake(ref rest, "GC: {") ? ReadNames(rest, head)
            : IsCut(rest) ? Meaning.Damaged
            : Meaning.Other;
    }

    /// <summary>Whether the line ends within the name of a collection.</summary>
    private static bool IsCut(ReadOnlySpan<char> rest)
    {
        foreach (var name in (ReadOnlySpan<string>)["Scavenge ", "Mark-Compact ", "Mark-sweep ", "Minor Mark-", "Incremental Mark-Compact ", "pause=", "GC: {"])
        {
            if (name.AsSpan().StartsWith(rest)) return true;
        }

        return false;
    }

    private static ReadOnlySpan<char> Digits => "0123456789";

    private static System.Buffers.SearchValues<char> HexDigits { get; } = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");

    private static bool TryTakeKind(ref ReadOnlySpan<char> rest, out GcKind kind)
    {
        kind = GcKind.Scavenge;
        if (TryTake(ref rest, "Scavenge ")) return true;
        kind = GcKind.MinorMarkSweep;
        if (TryTake(ref rest, "Minor Mark-Sweep ") || TryTake(ref rest, "Minor Mark-Compact ")) return true;
        kind = GcKind.MarkCompact;
        return TryTake(ref rest, "Mark-Compact ") || TryTake(ref rest, "Mark-sweep ") || TryTake(ref rest, "Incremental Mark-Compact ");
    }

    /// <summary><c>(reduce) 33.8 (52.4) -> 3.4 (38.1) MB, pooled: 11 MB, 6.99 / 0.00 ms  (+ …) (average mu …) cause; …</c></summary>
    private Meaning ReadText(ReadOnlySpan<char> rest, GcEvent collection)
    {
        if (rest.StartsWith('(') && rest.IndexOf(") ") is > 0 and var way) rest = rest[(way + 2)..];
        if (!TryTakeNumber(ref rest, out var before) || !TryTake(ref rest, " (") || !TryTakeNumber(ref rest, out var totalBefore) || !TryTake(ref rest, ") -> ")
            || !TryTakeNumber(ref rest, out var after) || !TryTake(ref rest, " (") || !TryTakeNumber(ref rest, out var totalAfter) || !TryTake(ref rest, ") MB, ")) return Meaning.Damaged;
        if (TryTake(ref rest, "pooled: ") && (!TryTakeNumber(ref rest, out _) || !TryTake(ref rest, " MB, "))) return Meaning.Damaged;
        if (!TryTakeNumber(ref rest, out var pause) || !TryTake(ref rest, " / ") || !TryTakeNumber(ref rest, out _) || !TryTake(ref rest, " ms")) return Meaning.Damaged;
        var steps = 0.0;
        rest = rest.TrimStart(' ');
        if (TryTake(ref rest, "(+ ") && !TryTakeNumber(ref rest, out steps)) return Meaning.Damaged;
        const string LastMeasure = "current mu = ";
        // The line may end anywhere from here on (the buffer of the last few collections does that): only the cause is lost.
        var cause = rest.IndexOf(LastMeasure) is >= 0 and var measure && rest[measure..].IndexOf(") ") is >= 0 and var end ? rest[(measure + end + 2)..] : default;
        if (cause.IndexOf('\\') is >= 0 and var escape) cause = cause[..escape]; // \n",… of a log wrapped into JSON
        var causeText = CauseOf(cause.Trim().TrimEnd(';'));
        Collection = collection with
        {
            Pause = Time(pause),
            Steps = Time(steps),
            BeforeBytes = Bytes(before),
            AfterBytes = Bytes(after),
            TotalBeforeBytes = Bytes(totalBefore),
            TotalAfterBytes = Bytes(totalAfter),
            Cause = causeText,
            IsForced = IsForced(causeText),
        };
        return Meaning.Collection;
    }

    private Meaning ReadNames(ReadOnlySpan<char> rest, GcEvent collection)
    {
        if (KindOf(Find(rest, "gc")) is not { } kind) return Find(rest, "gc").IsEmpty ? Meaning.Damaged : Meaning.Other;
        var pause = Find(rest, "pause");
        if (!TryTakeNumber(ref pause, out var milliseconds)) return Meaning.Damaged;
        // Node 24 renamed the sizes. What is committed is told from then on.
        var isNew = !Find(rest, "start_object_size").IsEmpty;
        if (Number(rest, isNew ? "start_object_size" : "total_size_before") is not { } before || Number(rest, isNew ? "end_object_size" : "total_size_after") is not { } after) return Meaning.Damaged;
        var steps = kind == GcKind.MarkCompact ? Find(rest, "incremental") : default;
        TryTakeNumber(ref steps, out var stepMilliseconds);
        var cause = CauseOf(Find(rest, "reason"), Find(rest, "collector_reason"));
        Collection = collection with
        {
            Kind = kind,
            Pause = Time(milliseconds),
            Steps = Time(stepMilliseconds),
            BeforeBytes = before,
            AfterBytes = after,
            TotalBeforeBytes = isNew ? Number(rest, "start_memory_size") : null,
            TotalAfterBytes = isNew ? Number(rest, "end_memory_size") : null,
            PromotedBytes = Number(rest, "promoted"),
            Cause = cause,
            IsForced = IsForced(cause),
        };
        return Meaning.Collection;
    }

    /// <summary><c>Memory allocator, used: 6000 KB, available: 4237456 KB</c>: together what the heap may have.</summary>
    private Meaning ReadLimit(ReadOnlySpan<char> rest)
    {
        if (Number(rest, "used") is not { } used || Number(rest, "available") is not { } available) return Meaning.Damaged;
        LimitBytes = (used + available) * 1024;
        return Meaning.Limit;
    }

    private static GcKind? KindOf(ReadOnlySpan<char> name) => name switch
    {
        "s" => GcKind.Scavenge,
        "mms" or "mmc" => GcKind.MinorMarkSweep,
        "mc" or "ms" => GcKind.MarkCompact,
        _ => null,
    };

    private static bool IsForced(string? cause) =>
        cause is not null && (cause.StartsWith("testing", StringComparison.Ordinal) || cause.StartsWith("heap profiler", StringComparison.Ordinal) || cause.StartsWith("low memory notification", StringComparison.Ordinal));

    private string? CauseOf(ReadOnlySpan<char> reason, ReadOnlySpan<char> collectorReason) =>
        collectorReason.IsEmpty || reason.Length + collectorReason.Length > MaxCauseLength ? CauseOf(reason) : CauseOf($"{reason}; {collectorReason}");

    private string? CauseOf(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text.Length > MaxCauseLength) return null;
        if (_causesByText.TryGetValue(text, out var known)) return known;
        return _causes.Count < MaxCauses ? _causes[text.ToString()] = text.ToString() : null;
    }

    /// <summary>The value of <c>name=…</c>, <c>name: …</c> or <c>"name":"…"</c>; empty where there is none, or where the line ends in it: it may have been cut.</summary>
    private static ReadOnlySpan<char> Find(ReadOnlySpan<char> text, ReadOnlySpan<char> name)
    {
        for (var at = 0; text[at..].IndexOf(name) is >= 0 and var found;)
        {
            var start = at + found;
            at = start + name.Length;
            if (start > 0 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '.')) continue;
            var rest = text[at..].TrimStart("\\\"");
            if (rest.IsEmpty || rest[0] is not ('=' or ':')) continue;
            rest = rest[1..].TrimStart(" *\\"); // a star: sweeping goes on
            var isText = rest.StartsWith('"');
            if (isText) rest = rest[1..];
            var end = isText ? rest.IndexOfAny('"', '\\') : rest.IndexOfAny(",} ");
            return end < 0 ? default : rest[..end];
        }

        return default;
    }

    private static long? Number(ReadOnlySpan<char> text, ReadOnlySpan<char> name)
    {
        var value = Find(text, name);
        return TryTakeNumber(ref value, out var number) ? (long)number : null;
    }

    /// <summary>To the tick: <see cref="TimeSpan.FromMilliseconds(double)"/> would make 0.2899 ms of 0.29.</summary>
    private static TimeSpan Time(double milliseconds) => TimeSpan.FromTicks((long)Math.Round(milliseconds * TimeSpan.TicksPerMillisecond));

    private static long Bytes(double megabytes) => (long)Math.Round(megabytes * BytesPerMegabyte);

    private static bool TryTake(ref ReadOnlySpan<char> rest, ReadOnlySpan<char> expected)
    {
        if (!rest.StartsWith(expected)) return false;
        rest = rest[expected.Length..];
        return true;
    }

    /// <summary>Digits, and a fraction where there is one: at most 15 digits in all, which a double holds exactly.</summary>
    private static bool TryTakeNumber(ref ReadOnlySpan<char> rest, out double number)
    {
        long digits = 0;
        double scale = 1;
        var at = 0;
        for (; at < rest.Length && at < 15 && char.IsAsciiDigit(rest[at]); at++) digits = (digits * 10) + (rest[at] - '0');
        var hasDigits = at > 0;
        if (hasDigits && at + 1 < rest.Length && rest[at] == '.' && char.IsAsciiDigit(rest[at + 1]))
        {
            for (at++; at < rest.Length && at < 16 && char.IsAsciiDigit(rest[at]); at++)
            {
                digits = (digits * 10) + (rest[at] - '0');
                scale *= 10;
            }
        }

        number = digits / scale;
        rest = rest[at..];
        return hasDigits;
    }
}
