using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Survivors;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

/// <summary>What a confidence and a trend are based on.</summary>
internal static class EnglishEvidence
{
    public static IReadOnlyList<string> Describe(LeakEvidence evidence) => evidence switch
    {
        LeakEvidence.BornObjects born =>
        [
            $"objects from every round are still alive: {string.Join(", ", born.Born.Select(count => $"{count:N0}"))}",
            Evenness(born.Steadiness),
            Holder(born.HolderGrew),
        ],
        LeakEvidence.RetainedBytes retained =>
        [
            $"the holder retained more after every round: {string.Join(", ", retained.Grown.Select(bytes => "+" + Bytes(bytes)))}",
            Evenness(retained.Steadiness),
            Holder(true),
        ],
        LeakEvidence.LeapingBytes leaps =>
        [
            $"the array retained more after the rounds: {string.Join(", ", leaps.Grown.Select(bytes => "+" + Bytes(bytes)))}",
            "an array's store grows in leaps; these agree with a steady "
                + $"{Bytes(leaps.MinBytes)} to {Bytes(leaps.MaxBytes)} per {Unit(leaps.Basis)}",
        ],
        LeakEvidence.LiveSamples live =>
        [
            $"samples from every round that are still alive: {string.Join(", ", live.Samples.Select(count => $"{count:N0}"))}; "
                + $"each stands for about {Bytes(live.IntervalBytes)}",
            Evenness(live.Steadiness),
            "no snapshot was taken, so nobody has seen what holds them",
        ],
        LeakEvidence.HeldMore more => EnglishStructure.Evidence(more),
        LeakEvidence.RisingMeasure rising => [Values(rising.Measure, rising.Values), Describe(rising.Reason)],
        _ => throw new NotSupportedException(evidence.GetType().Name),
    };

    public static string Describe(TrendReason reason) => reason switch
    {
        TrendReason.TooFewRounds => "fewer than two rounds after the baseline",
        TrendReason.Falls => "it falls",
        TrendReason.WithinNoise => "it stays within the noise",
        TrendReason.GoneWhenIdle => "at least half of the growth went away when idle",
        TrendReason.Fades(var last, var strongest) =>
            $"growth fades: {last:N0} in the last round, down from {strongest:N0} in the strongest",
        TrendReason.Uneven(var rising, var rounds) => $"it grew in {rising} of {rounds} rounds, at uneven rates",
        TrendReason.Steady(var rounds, var share) =>
            $"it grew in each of {rounds} rounds, in the slowest {share * 100:0}% as fast as in the fastest",
        _ => throw new NotSupportedException(reason.GetType().Name),
    };

    private static string Evenness(Steadiness steadiness)
    {
        var unit = steadiness.Basis == RateBasis.Second ? "by the second, " : "";
        return $"{unit}the slowest round grew {steadiness.Evenness * 100:0}% as fast as the fastest";
    }

    private static string Unit(RateBasis basis) => basis switch
    {
        RateBasis.Request => "request",
        RateBasis.Second => "second",
        _ => "round",
    };

    private static string Holder(bool? grew) => grew switch
    {
        true => "the holder itself grew in every round",
        false => "the holder grew by less than what was added to it",
        null => "the size of the holder cannot be tracked",
    };

    private static string Values(Measure measure, IReadOnlyList<long> values)
    {
        var name = measure switch
        {
            Measure.FileDescriptors => "open descriptors",
            Measure.External => "external memory",
            _ => "resident memory",
        };
        return $"{name} after each round: {string.Join(", ", values.Select(Value))}";

        string Value(long value) => measure == Measure.FileDescriptors ? $"{value:N0}" : Bytes(value);
    }
}
