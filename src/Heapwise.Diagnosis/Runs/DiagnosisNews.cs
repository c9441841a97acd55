using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Diagnosis.Loads;
using Heapwise.Live.Sessions;

namespace Heapwise.Diagnosis.Runs;

/// <summary>What a run is at, for those who watch it. Reported from any thread, one at a time.</summary>
public abstract record DiagnosisNews
{
    private DiagnosisNews()
    {
    }

    /// <summary>The target is reached.</summary>
    /// <param name="Process">As messages call it.</param>
    /// <param name="Thread">The worker thread of it that is meant; null for the main thread.</param>
    /// <param name="NodeVersion">As Node prints it.</param>
    /// <param name="Load">What will drive it.</param>
    public sealed record Reached(string Process, int? Thread, string NodeVersion, LoadDescription Load) : DiagnosisNews
    {
        internal static Reached From(NodeTarget thread, ILoad load) =>
            new(thread.ProcessName, thread.Worker, thread.NodeVersion, load.Description);
    }

    /// <summary>A step is under way.</summary>
    /// <param name="Step">Which.</param>
    /// <param name="Round">In which round.</param>
    /// <param name="Fraction">How much of the step is done, where that is known.</param>
    public sealed record UnderWay(DiagnosisStep Step, RoundPlan Round, double? Fraction) : DiagnosisNews;

    /// <summary>The rounds left something behind, which is now confirmed.</summary>
    /// <param name="Holders">What grew; none where only a measure did.</param>
    /// <param name="BurstRounds">Usual rounds that the burst is as long as.</param>
    public sealed record Confirming(IReadOnlyList<LeakHolder> Holders, int BurstRounds) : DiagnosisNews;

    /// <summary>The rounds are compared, and nothing is confirmed: nothing accumulates, or no burst is allowed.</summary>
    /// <param name="Places">How many places grow.</param>
    public sealed record Compared(int Places) : DiagnosisNews;

    /// <summary>Memory grows, and without snapshots too few samples say by whom: the rounds are run again with more.</summary>
    /// <param name="IntervalBytes">Bytes from one sample to the next so far.</param>
    /// <param name="FinerBytes">From now on.</param>
    public sealed record SamplingAgain(long IntervalBytes, long FinerBytes) : DiagnosisNews;

    /// <summary>What grows is traced to the root and to the code.</summary>
    public sealed record Tracing : DiagnosisNews;

    /// <summary>The round that would have shown which calls allocate what leaks failed, or was refused.</summary>
    /// <param name="Reason">As the failure says it.</param>
    public sealed record NotTraced(string Reason) : DiagnosisNews;

    /// <summary>A round is over.</summary>
    /// <param name="Round">Which.</param>
    /// <param name="Load">What was done to the target; null where nothing was.</param>
    /// <param name="Floor">The memory afterwards.</param>
    /// <param name="Snapshot">The snapshot taken; null where none was.</param>
    public sealed record RoundDone(RoundPlan Round, LoadOutcome? Load, Floor Floor, RoundSnapshot? Snapshot) : DiagnosisNews;

    /// <summary>The burst that would confirm a candidate was refused.</summary>
    /// <param name="Reason">As the refusal says it.</param>
    public sealed record NotConfirmed(string Reason) : DiagnosisNews;

    /// <summary>The run ended early, and answers with what it has.</summary>
    /// <param name="Cause">Why.</param>
    public sealed record EndedEarly(EarlyEnd Reason, Exception Cause) : DiagnosisNews;

    /// <summary>The program has several processes.</summary>
    /// <param name="Count">How many.</param>
    /// <param name="ProcessId">The one that is examined first.</param>
    /// <param name="Peers">How many equal ones share the load, this one included.</param>
    public sealed record SeveralProcesses(int Count, int ProcessId, int Peers) : DiagnosisNews;

    /// <summary>The program listens, but nobody sends it requests.</summary>
    public sealed record Undriven(int Port) : DiagnosisNews;

    /// <summary>There are other processes that work, which this run does not look at.</summary>
    /// <param name="Count">How many.</param>
    /// <param name="Option">What to give for the first of them; null where the run ends it.</param>
    public sealed record ProcessesLeftOut(int Count, string? Option) : DiagnosisNews;

    /// <summary>A working process could not be examined.</summary>
    /// <param name="Reason">As the refusal says it.</param>
    public sealed record ProcessNotExamined(string Reason) : DiagnosisNews;

    /// <summary>There are worker threads, which this run does not look at.</summary>
    /// <param name="Count">How many.</param>
    /// <param name="Option">What to give for the first of them; null where the run ends it.</param>
    public sealed record WorkersLeftOut(int Count, string? Option) : DiagnosisNews;
}

/// <summary>The steps of a run.</summary>
public enum DiagnosisStep
{
    /// <summary>Waiting until the target can be driven.</summary>
    Waiting,
    WarmingUp,
    Loading,

    /// <summary>Leaving the target alone, so that what expires can go.</summary>
    Resting,
    Settling,
    Capturing,
    Reading,
    Analyzing,
}
