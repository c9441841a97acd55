namespace Heapwise.Analysis.Process;

/// <summary>What the verdict on a measure is based on. A language turns it into a sentence.</summary>
public abstract record TrendReason
{
    private TrendReason()
    {
    }

    public sealed record TooFewRounds : TrendReason;

    public sealed record Falls : TrendReason;

    public sealed record WithinNoise : TrendReason;

    /// <summary>At least half of the growth was gone after the program was left idle.</summary>
    public sealed record GoneWhenIdle : TrendReason;

    /// <summary>What the last round and the strongest one added.</summary>
    public sealed record Fades(double Last, double Strongest) : TrendReason;

    /// <summary>Some of the rounds grew, or all at different rates.</summary>
    public sealed record Uneven(int Rising, int Rounds) : TrendReason;

    /// <summary>All rounds grew at about one rate.</summary>
    /// <param name="Rounds">How many.</param>
    /// <param name="SlowestShare">Growth of the slowest round as a share of the fastest one's.</param>
    public sealed record Steady(int Rounds, double SlowestShare) : TrendReason;
}
