using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Survivors;

namespace Heapwise.Analysis.Leaks;

/// <summary>What a verdict is based on. A language makes the sentence.</summary>
public abstract record VerdictReason
{
    private VerdictReason()
    {
    }

    /// <summary>Objects of every interval stay alive at a steady rate.</summary>
    /// <param name="Leaks">How many leaks.</param>
    /// <param name="BytesPerRound">Growth of all of them; zero or less where only a count grows, such as open descriptors.</param>
    /// <param name="Requests">Requests between the first and the last snapshot; null where they were not counted.</param>
    /// <param name="BytesPerSecond">The same by time; null where not all leaks keep pace with it.</param>
    public sealed record SteadyGrowth(int Leaks, double BytesPerRound, int? Requests, double? BytesPerSecond = null) : VerdictReason;

    /// <summary>Memory grows at a steady rate, and with it what some functions allocate; there is no snapshot that shows more.</summary>
    /// <param name="Functions">How many functions.</param>
    /// <param name="BytesPerRound">Growth of what they allocate.</param>
    /// <param name="Requests">Requests of all rounds; null where they were not counted.</param>
    public sealed record SampledGrowth(int Functions, double BytesPerRound, int? Requests) : VerdictReason;

    /// <summary>The process grows, but samples show no function whose live allocations grow at a steady rate.</summary>
    /// <param name="Measure">What grows.</param>
    /// <param name="PerRound">Bytes or descriptors.</param>
    public sealed record UnsampledGrowth(Measure Measure, double PerRound) : VerdictReason;

    /// <summary>Nothing that functions allocate stayed alive at a steady rate, as far as samples show.</summary>
    /// <param name="Intervals">Intervals that were looked at.</param>
    /// <param name="Ignored">Leaks that were left out on request.</param>
    /// <param name="UnseenBytesPerRound">What leaks less in a round leaves too few samples to be seen.</param>
    public sealed record NothingSampled(int Intervals, int Ignored, double UnseenBytesPerRound) : VerdictReason;

    /// <summary>Objects stayed alive between the only two snapshots, which may be a cache that fills.</summary>
    public sealed record OneInterval : VerdictReason;

    /// <summary>Everything that accumulates waits for timers that run once, or grows at their rate.</summary>
    /// <param name="MaxMilliseconds">The longest wait.</param>
    public sealed record TimersPending(long MaxMilliseconds) : VerdictReason;

    /// <summary>Nothing grew as far as the run went, which was not to its end.</summary>
    /// <param name="Intervals">Between its snapshots.</param>
    public sealed record EndedEarly(int Intervals) : VerdictReason;

    /// <summary>Objects accumulate, but not at a steady rate.</summary>
    /// <param name="Leaks">Where.</param>
    public sealed record UnsteadyGrowth(int Leaks) : VerdictReason;

    /// <summary>What grows has a bound in the program's code that the run did not reach.</summary>
    /// <param name="Holder">What grows.</param>
    /// <param name="Bound">The bound.</param>
    /// <param name="Rate">How fast it grows.</param>
    public sealed record BoundNotReached(LeakHolder Holder, LeakBound Bound, LeakRate Rate) : VerdictReason
    {
        /// <summary>Usual rounds that a run may be worth; the burst takes most of them.</summary>
        private const int RoundsOfRun = 16;

        /// <summary>Requests a round with which a run passes the bound; null where that cannot be worked out.</summary>
        public long? RequestsToPass => Bound is LeakBound.Size { Limit: { } limit } && Rate is { Basis: RateBasis.Request, Objects: > 0 }
            ? (long)Math.Ceiling(limit / Rate.Objects.Value / RoundsOfRun / 100) * 100
            : null;
    }

    /// <summary>A measure of the process grows, and no object of the heap explains it.</summary>
    public sealed record UnexplainedGrowth(Measure Measure, double PerRound) : VerdictReason;

    /// <summary>Nothing accumulated, but the program did nothing that could have left anything.</summary>
    public sealed record NothingDone(ProgramActivity Activity) : VerdictReason;

    /// <summary>There is nothing to compare.</summary>
    public sealed record NoSnapshots : VerdictReason;

    /// <summary>The process did not serve the load, so that its heap says nothing.</summary>
    /// <param name="ServedBy">Who did; null where that is not known.</param>
    public sealed record NotServed(string? ServedBy) : VerdictReason;

    /// <summary>The snapshots are compared by structure, which shows what one holds more of, not why.</summary>
    /// <param name="Places">Where the last one holds more.</param>
    /// <param name="First">The first file.</param>
    /// <param name="Last">The last file.</param>
    /// <param name="IsAsked">True where that was asked for; else their ids do not match.</param>
    public sealed record OnlyByStructure(int Places, string First, string Last, bool IsAsked) : VerdictReason;

    /// <summary>Nothing stayed alive at a steady rate.</summary>
    /// <param name="Intervals">Intervals that were looked at.</param>
    /// <param name="Ignored">Leaks that were left out on request.</param>
    /// <param name="Bounded">What grew at first and then stopped.</param>
    public sealed record NothingGrows(int Intervals, int Ignored, IReadOnlyList<BoundedHolder> Bounded) : VerdictReason;
}
