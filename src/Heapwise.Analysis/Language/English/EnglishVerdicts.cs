using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Retention.Names;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

/// <summary>Why a verdict is what it is.</summary>
internal static class EnglishVerdicts
{
    public static string Describe(VerdictReason reason) => reason switch
    {
        VerdictReason.SteadyGrowth growth => SteadyGrowth(growth),
        VerdictReason.SampledGrowth growth => SampledGrowth(growth),
        VerdictReason.UnsampledGrowth growth =>
            $"{Capitalize(EnglishNames.Of(growth.Measure))} grows by {Amount(growth.Measure, growth.PerRound)} per round, "
            + "but samples show no function of the program whose allocations stay alive at such a rate. "
            + "More rounds or longer ones may show one; a diagnosis with snapshots shows what holds the memory.",
        VerdictReason.NothingSampled nothing => NothingSampled(nothing),
        VerdictReason.OneInterval =>
            "Objects stayed alive between the only two snapshots, but that may be a cache filling up. "
            + "A third snapshot after the same amount of load would settle it.",
        VerdictReason.TimersPending timers => TimersPending(timers.MaxMilliseconds / 1000.0),
        VerdictReason.UnsteadyGrowth growth =>
            $"Objects accumulated at {Count(growth.Leaks, "location")} in every round, but not at a steady rate. "
            + "More rounds or longer ones would settle it.",
        VerdictReason.BoundNotReached bounded => BoundNotReached(bounded),
        VerdictReason.UnexplainedGrowth growth => UnexplainedGrowth(growth),
        VerdictReason.NothingDone done => EnglishActivity.Doubt(done.Activity),
        VerdictReason.EndedEarly early =>
            $"Nothing grew steadily in {Count(early.Intervals, "round")}, but the run ended before its last one.",
        VerdictReason.NoSnapshots => "At least two snapshots are needed to show what stays alive.",
        VerdictReason.NotServed { ServedBy: { } other } =>
            $"The process that was examined did not serve the requests: {other} did. Nothing is known about its memory under load.",
        VerdictReason.NotServed =>
            "The process that was examined did not serve the load: it computed next to nothing meanwhile. "
            + "Nothing is known about its memory under load. Check that the load reaches this process.",
        VerdictReason.OnlyByStructure structure => EnglishStructure.Describe(structure),
        VerdictReason.NothingGrows nothing => NothingGrows(nothing),
        _ => throw new NotSupportedException(reason.GetType().Name),
    };

    private static string SteadyGrowth(VerdictReason.SteadyGrowth growth)
    {
        var load = growth.Requests is { } requests ? $" over {Count(requests, "request")}" : "";
        if (growth.BytesPerRound <= 0) return $"The process uses more resources after every round, at a steady rate{load}.";
        var where = growth.Leaks == 1 ? "held by one object" : $"held in {growth.Leaks} locations";
        if (growth.BytesPerSecond is { } bytes)
            return $"Objects from every round stay alive at a steady rate by time, {Bytes(bytes)} per second, {where}.";
        return $"Objects from every round stay alive at a steady rate, {Bytes(growth.BytesPerRound)} per round{load}, {where}.";
    }

    private static string SampledGrowth(VerdictReason.SampledGrowth growth)
    {
        var load = growth.Requests is { } requests ? $" over {Count(requests, "request")}" : "";
        return $"Memory grows at a steady rate, and with it what {Count(growth.Functions, "function")} "
            + $"{(growth.Functions == 1 ? "allocates" : "allocate")}: about {Bytes(growth.BytesPerRound)} per round{load}. "
            + "A snapshot would show what holds it.";
    }

    private static string NothingSampled(VerdictReason.NothingSampled nothing)
    {
        var besides = nothing.Ignored > 0 ? $"Apart from {Count(nothing.Ignored, "ignored leak")}, no" : "No";
        return $"{besides} function's allocations stayed alive at a steady rate in {Count(nothing.Intervals, "round")}, "
            + "and memory levels off. "
            + $"Samples do not show a leak of less than about {Bytes(nothing.UnseenBytesPerRound)} per round; snapshots would.";
    }

    private static string TimersPending(double seconds) =>
        $"What accumulates is held by one-shot timers that fire {seconds:0.#} s after they are set, and may be freed then. "
        + $"With --idle {Math.Ceiling(seconds) + 1:0}s, the last snapshot comes after that and settles it.";

    private static string BoundNotReached(VerdictReason.BoundNotReached reason)
    {
        var at = $"{CodeOrigin.FileNameOf(reason.Bound.At.File)}:{reason.Bound.At.Line}";
        var grows = $"{Capitalize(EnglishNames.Of(reason.Holder))} grew in every round, but ";
        if (reason.Bound is LeakBound.Size { Limit: { } limit } size)
        {
            var requests = reason.RequestsToPass is { } needed ? $"--requests {needed}" : "more --requests or --rounds";
            var entries = size.Entries is { } count ? $"it has {count:N0} so far" : "it may not have that many so far";
            return $"{grows}{at} keeps it within {limit:N0} entries, and {entries}. With {requests} the run passes that bound.";
        }

        return reason.Bound is LeakBound.Age
            ? $"{grows}{at} removes entries by their age, and the run may have been too short for that. "
                + "With --idle TIME, longer than entries live, the last snapshot settles it."
            : $"{grows}{at} removes entries when there are too many, and the run may not have got there. More --requests settle it.";
    }

    private static string UnexplainedGrowth(VerdictReason.UnexplainedGrowth growth)
    {
        var amount = Amount(growth.Measure, growth.PerRound);
        if (growth.Measure == Measure.HeapUsed)
        {
            return $"The heap grows by {amount} per round, but nothing accumulates in it at a steady rate that outlives the functions "
                + "at work. More rounds would show whether it is a warm-up, work in progress or a leak.";
        }

        return $"{Capitalize(EnglishNames.Of(growth.Measure))} grows by {amount} per round, "
            + "but no objects accumulate in the JavaScript heap. "
            + "More rounds would show whether it is a warm-up or a leak outside the heap.";
    }

    private static string Amount(Measure measure, double perRound) =>
        measure == Measure.FileDescriptors ? $"{perRound:0.#}" : Bytes(perRound);

    private static string NothingGrows(VerdictReason.NothingGrows nothing)
    {
        var rounds = Count(nothing.Intervals, "round");
        if (nothing.Ignored > 0)
        {
            return $"Apart from {Count(nothing.Ignored, "ignored leak")}, "
                + $"nothing created in {rounds} under load stayed alive at a steady rate.";
        }

        return nothing.Bounded.Count > 0
            ? $"Nothing keeps growing: {List(nothing.Bounded.Select(Bounded))}."
            : $"Nothing created in {rounds} under load stayed alive at a steady rate, and memory levels off.";
    }

    private static string Bounded(BoundedHolder bounded)
    {
        var holder = EnglishNames.Of(bounded.Holder);
        return bounded switch
        {
            { IsDrained: true } => $"what had accumulated in {holder} is gone again",
            { Entries: { } entries } => $"{holder} grew at first and then stopped at {Count(entries, "entry", "entries")}",
            _ => $"{holder} grew at first and then stopped",
        };
    }
}
