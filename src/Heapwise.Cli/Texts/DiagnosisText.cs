using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Verification;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Suspects;
using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Runs;

namespace Heapwise.Cli.Texts;

/// <summary>
/// The texts that the pages of a diagnosis and a verification add to their reports, and the progress of a run; one instance per
/// language. The sentences about a leak are in <see cref="Analysis.Language.ReportLanguage"/>.
/// </summary>
internal sealed record DiagnosisText
{
    public required Func<Verdict, string> Badge { get; init; }

    public required Func<VerificationVerdict, string> VerificationBadge { get; init; }

    public required Func<SuspectsVerdict, string> SuspectsBadge { get; init; }

    public required string WhyItIsSuspected { get; init; }

    /// <summary>How many suspects are not shown.</summary>
    public required Func<int, string> MoreSuspects { get; init; }

    public required string WhatIsInTheHeap { get; init; }

    public required string ProvesGrowth { get; init; }

    public required string ProvesGrowthInProduction { get; init; }

    /// <summary>How many, and bytes per round.</summary>
    public required Func<int, string, string> SeveralLeaks { get; init; }

    /// <summary>What separates two sentences of a paragraph.</summary>
    public required string BetweenSentences { get; init; }

    public required string Where { get; init; }

    /// <summary>Follows a location.</summary>
    public required Func<string, string> InFunction { get; init; }

    /// <summary>The same location in the compiled code.</summary>
    public required Func<string, string> Compiled { get; init; }

    /// <summary>How many worker threads were not examined, and the option for one, if it stays.</summary>
    public required Func<int, string?, string> WorkersLeftOut { get; init; }

    /// <summary>Why a run ended early, which answers with what it has; empty where it was stopped.</summary>
    public required Func<string, string> EndedEarly { get; init; }

    /// <summary>The same, on the page.</summary>
    public required Func<EarlyEnd, string> Partial { get; init; }

    public required Func<DiagnosisNews.SeveralProcesses, string> SeveralProcesses { get; init; }

    /// <summary>The port of a program that gets no requests.</summary>
    public required Func<int, string> Undriven { get; init; }

    /// <summary>How many processes were not examined, and the option for one, if it stays.</summary>
    public required Func<int, string?, string> ProcessesLeftOut { get; init; }

    /// <summary>Why a process could not be examined.</summary>
    public required Func<string, string> ProcessNotExamined { get; init; }

    /// <summary>Why a candidate could not be confirmed.</summary>
    public required Func<string, string> NotConfirmed { get; init; }

    /// <summary>Why it is not known which calls allocate what leaks.</summary>
    public required Func<string, string> NotTraced { get; init; }

    public required Func<string, string> DeclaredAt { get; init; }

    public required string AllocatedBy { get; init; }

    /// <summary>How many objects were traced, and the part of them that has the stack.</summary>
    public required Func<int, double, string> Traced { get; init; }

    public required string OpenedBy { get; init; }

    /// <summary>Of files that stayed open, how many, and the part of them that these calls opened.</summary>
    public required Func<int, double, string> Opened { get; init; }

    /// <summary>A library's functions on a stack, by its name and their number; null for Node's own.</summary>
    public required Func<string?, int, string> InLibrary { get; init; }

    public required string WhatHoldsIt { get; init; }

    public required PathText Path { get; init; }

    public required Func<IReadOnlyList<string>, string> AlsoHeldBy { get; init; }

    /// <summary>Other holders that the same calls add to, each with its place.</summary>
    public required Func<IReadOnlyList<string>, string> AlsoFilled { get; init; }

    public required string WhatToDo { get; init; }

    /// <summary>The rule of eslint-plugin-heapwise that reports such leaks.</summary>
    public required Func<string, string> Lint { get; init; }

    public required string HowSure { get; init; }

    /// <summary>The holder's name where there are several findings, else null; confidence, evidence, fingerprint.</summary>
    public required Func<string?, string, IReadOnlyList<string>, string, string> Sureness { get; init; }

    public required Func<IReadOnlyList<IgnoredFinding>, string> Ignored { get; init; }

    public required Func<string, string> StaleFingerprint { get; init; }

    public required string Next { get; init; }

    public required string WhatElseHoldsIt { get; init; }

    public required string AllClassesThatGrew { get; init; }

    /// <summary>The same command with further options.</summary>
    public required Func<string, string> TheSameWith { get; init; }

    /// <summary>The same command without an option.</summary>
    public required Func<string, string> TheSameWithout { get; init; }

    /// <summary>What snapshots would show, and at what cost.</summary>
    public required Func<SnapshotCost, string> SnapshotsShowHolders { get; init; }

    /// <summary>How many samples of allocations show a stack.</summary>
    public required Func<int, string> Sampled { get; init; }

    public required string KeepsTheSnapshots { get; init; }

    public required string TellsStartFromLeak { get; init; }

    public required string AfterTheFix { get; init; }

    /// <summary>Comes before the options that save a report; <see cref="Then"/> comes after them.</summary>
    public required string KeepThisReport { get; init; }

    public required string Then { get; init; }

    public required string TheSnapshots { get; init; }

    public required string TheRounds { get; init; }

    public required string Round { get; init; }

    public required string Snapshot { get; init; }

    public required string Baseline { get; init; }

    public required string Burst { get; init; }

    /// <summary>The last round as a row.</summary>
    public required string Last { get; init; }

    public required string LastRound { get; init; }

    public required string TracedRound { get; init; }

    public required string Requests { get; init; }

    public required string Heap { get; init; }

    public required string Change { get; init; }

    public required string External { get; init; }

    public required string Descriptors { get; init; }

    /// <summary>The targets after and before.</summary>
    public required Func<string, string, string> AfterAndBefore { get; init; }

    public required string LeaksByRequest { get; init; }

    public required string LeaksByRound { get; init; }

    public required string Before { get; init; }

    public required string Now { get; init; }

    public required string Finding { get; init; }

    public required Func<LeakOutcome, string> Outcome { get; init; }

    public required string HeapAfterEachRound { get; init; }

    /// <summary>The target's name, its Node version, its load.</summary>
    public required Func<string, string, string, string> Reached { get; init; }

    public required Func<LoadDescription, string> Load { get; init; }

    /// <summary>The current step, the name of the round, and how long the target is idle.</summary>
    public required Func<DiagnosisStep, string, string, string> Step { get; init; }

    /// <summary>The number of a round and how many there are.</summary>
    public required Func<int, int, string> RoundOf { get; init; }

    /// <summary>What grew, and how many normal rounds the burst is worth.</summary>
    public required Func<IReadOnlyList<string>, int, string> Confirming { get; init; }

    /// <summary>How many places grow, where no burst follows.</summary>
    public required Func<int, string> Compared { get; init; }

    /// <summary>Bytes from one sample to the next, before and from now on.</summary>
    public required Func<long, long, string> SamplingAgain { get; init; }

    public required string Tracing { get; init; }

    /// <summary>A round's name, its result, and what it added to the heap; null for the baseline.</summary>
    public required Func<string, DiagnosisNews.RoundDone, long?, string> RoundDone { get; init; }

    /// <summary>The time left; follows the elapsed time.</summary>
    public required Func<string, string> TimeLeft { get; init; }

    /// <param name="language">As in a report; an unknown one gets English.</param>
    public static DiagnosisText For(string language) => language == "zh" ? DiagnosisTextChinese.Text : DiagnosisTextEnglish.Text;
}
