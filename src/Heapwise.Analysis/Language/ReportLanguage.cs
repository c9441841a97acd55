using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Suspects;

namespace Heapwise.Analysis.Language;

/// <summary>
/// Makes the words of a report from facts. A language is a folder next to this file; it has one file per leak pattern, each
/// a <c>Visit</c> of the language's <see cref="Leaks.Patterns.ILeakPatternVisitor{T}"/>, so one that misses a pattern does
/// not compile.
/// </summary>
public abstract class ReportLanguage
{
    /// <summary>As reports name it: <c>en</c>, <c>zh</c>.</summary>
    public abstract string Code { get; }

    /// <summary>The title, explanation and advice of a leak.</summary>
    public abstract LeakText Describe(Leak leak);

    /// <summary>A title for a leak of a report in another language: its holder's name and its pattern.</summary>
    public abstract string ShortTitle(string pattern, string holder);

    /// <summary>A name as part of a sentence: <c>variable cache in users.js</c>.</summary>
    public abstract string NameOf(HolderName name);

    /// <summary>A holder as part of a sentence; growth of the process as a plural, such as <c>sockets</c>.</summary>
    public abstract string NameOf(LeakHolder holder);

    public abstract string NameOf(Confidence confidence);

    /// <summary>A process, or a worker thread of it.</summary>
    public abstract string NameOf(string process, int? thread);

    /// <summary>What was diagnosed.</summary>
    public abstract string NameOf(DiagnosisTarget target);

    /// <summary>What the confidence in a leak is based on, one fact per line.</summary>
    public abstract IReadOnlyList<string> Describe(LeakEvidence evidence);

    /// <summary>Why a measure's trend is judged as it is.</summary>
    public abstract string Describe(TrendReason reason);

    /// <summary>What a program did, in a sentence, and what its load could not show.</summary>
    public abstract string Describe(ProgramActivity activity, RunLoad? load);

    /// <summary>Why a verdict is what it is, in one or two sentences.</summary>
    public abstract string Describe(VerdictReason reason);

    /// <summary>The outcome of a verification, in one or two sentences.</summary>
    public abstract string Describe(VerificationSummary summary);

    /// <summary>What a single snapshot shows, and what it cannot.</summary>
    public abstract string Describe(SuspectFindings findings);

    /// <summary>Why something is suspected, worded as a suspicion.</summary>
    public abstract SuspectText Describe(Suspect suspect);

    /// <summary>What stands out without a holder, in a sentence.</summary>
    public abstract string Describe(SuspectSign sign);
}
