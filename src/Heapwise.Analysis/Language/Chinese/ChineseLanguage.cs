using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Suspects;
using static Heapwise.Analysis.Language.Chinese.ChinesePhrases;

namespace Heapwise.Analysis.Language.Chinese;

internal sealed class ChineseLanguage : ReportLanguage
{
    public override string Code => "zh";

    public override LeakText Describe(Leak leak)
    {
        var facts = new LeakFacts(leak, this, unnamed: "该对象");
        var text = leak.Pattern.Accept(new ChinesePatterns(facts));
        var explanation = text.Explanation ?? ChineseExplanation.For(facts, text);
        var said = new LeakText(Tidy(text.Title), Tidy(explanation), Tidy(text.Why), Tidy(text.Fix), text.Example);
        if (leak.Evidence is LeakEvidence.HeldMore more) said = ChineseStructure.Describe(facts, more, said);
        if (leak.Buffers is not { } kept) return said;
        return said with
        {
            Fix = Tidy(ChineseViews.Fix(kept)) + said.Fix,
            Example = $"{ChineseViews.Example(facts.AreDataViews)}\n{said.Example}",
        };
    }

    public override string ShortTitle(string pattern, string holder) => $"{holder}：{ChineseNames.OfPattern(pattern)}";

    public override string NameOf(HolderName name) => Tidy(ChineseNames.Of(name));

    public override string NameOf(LeakHolder holder) => Tidy(ChineseNames.Of(holder));

    public override string NameOf(Confidence confidence) => ChineseNames.Of(confidence);

    public override string NameOf(string process, int? thread) => ChineseNames.Of(process, thread);

    public override string NameOf(DiagnosisTarget target) => ChineseNames.Of(target);

    public override IReadOnlyList<string> Describe(LeakEvidence evidence) => [.. ChineseEvidence.Describe(evidence).Select(Tidy)];

    public override string Describe(TrendReason reason) => Tidy(ChineseEvidence.Describe(reason));

    public override string Describe(ProgramActivity activity, RunLoad? load) => ChineseActivity.Describe(activity, load);

    public override string Describe(VerdictReason reason) => Tidy(ChineseVerdicts.Describe(reason));

    public override string Describe(VerificationSummary summary) => Tidy(ChineseVerifications.Describe(summary));

    public override string Describe(SuspectFindings findings) => ChineseSuspects.Describe(findings);

    public override SuspectText Describe(Suspect suspect) => ChineseSuspects.Describe(suspect, NameOf(suspect.Leak.Holder));

    public override string Describe(SuspectSign sign) => ChineseSuspects.Describe(sign);
}
