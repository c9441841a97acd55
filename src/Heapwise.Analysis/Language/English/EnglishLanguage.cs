using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Suspects;

namespace Heapwise.Analysis.Language.English;

internal sealed class EnglishLanguage : ReportLanguage
{
    private const string Unnamed = "entries";

    public override string Code => "en";

    public override LeakText Describe(Leak leak)
    {
        var facts = new LeakFacts(leak, this, Unnamed);
        var text = leak.Pattern.Accept(new EnglishPatterns(facts));
        var said = new LeakText(text.Title, text.Explanation ?? EnglishExplanation.For(facts, text), text.Why, text.Fix, text.Example);
        if (leak.Evidence is LeakEvidence.HeldMore more) said = EnglishStructure.Describe(facts, more, said);
        if (leak.Buffers is not { } kept) return said;
        return said with
        {
            Fix = $"{EnglishViews.Fix(kept)} {said.Fix}",
            Example = $"{EnglishViews.Example(facts.AreDataViews)}\n{said.Example}",
        };
    }

    public override string ShortTitle(string pattern, string holder) => $"{holder}: {pattern}";

    public override string NameOf(HolderName name) => EnglishNames.Of(name);

    public override string NameOf(LeakHolder holder) => EnglishNames.Of(holder);

    public override string NameOf(Confidence confidence) => EnglishNames.Of(confidence);

    public override string NameOf(string process, int? thread) => EnglishNames.Of(process, thread);

    public override string NameOf(DiagnosisTarget target) => EnglishNames.Of(target);

    public override IReadOnlyList<string> Describe(LeakEvidence evidence) => EnglishEvidence.Describe(evidence);

    public override string Describe(TrendReason reason) => EnglishEvidence.Describe(reason);

    public override string Describe(ProgramActivity activity, RunLoad? load) => EnglishActivity.Describe(activity, load);

    public override string Describe(VerdictReason reason) => EnglishVerdicts.Describe(reason);

    public override string Describe(VerificationSummary summary) => EnglishVerification.Describe(summary);

    public override string Describe(SuspectFindings findings) => EnglishSuspects.Describe(findings);

    public override SuspectText Describe(Suspect suspect) => EnglishSuspects.Describe(suspect, NameOf(suspect.Leak.Holder));

    public override string Describe(SuspectSign sign) => EnglishSuspects.Describe(sign);
}
