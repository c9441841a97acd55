namespace Heapwise.Analysis.Process;

/// <summary>What a verdict on a measure rests on; the texts of a language make the sentence.</summary>
public abstract record TrendReason
{
    private TrendReason()
    {
    }

    public sealed record TooFewRounds : TrendReason;

    public sealed record Falls : TrendReason;

    public sealed record WithinNoise : TrendReason;

    /// <summary>Half of the growth or more went away when idle.</summary>
    public sealed record GoneWhenIdle : TrendReason;

    /// <summary>What the last round and the strongest one added.</summary>
    public sealed record Fades(double Last, double Strongest) : TrendReason;

    /// <summary>So many of the rounds grew, not at one rate.</summary>
    public sealed record Uneven(int Rising, int Rounds) : TrendReason;

    /// <summary>All rounds grew, the least by this share of the most.</summary>
    public sealed record Steady(int Rounds, double LeastShare) : TrendReason;
}
