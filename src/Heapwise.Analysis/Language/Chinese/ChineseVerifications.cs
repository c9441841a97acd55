using Heapwise.Analysis.Leaks.Verification;
using static Heapwise.Analysis.Language.Chinese.ChinesePhrases;

namespace Heapwise.Analysis.Language.Chinese;

/// <summary>The outcome of a verification.</summary>
internal static class ChineseVerifications
{
    public static string Describe(VerificationSummary summary) => summary.Verdict switch
    {
        VerificationVerdict.Fixed => $"{Gone(summary)}，{Count(summary.Intervals)} 轮负载中也没有新的对象累积。",
        VerificationVerdict.NotFixed => $"{Outcomes(summary)}。",
        _ when summary.Intervals < 2 => "只有一轮，无法证明泄漏已经消失。请用 --rounds 2 或更大的值。",
        _ when summary.OtherLoads is { } loads =>
            $"{Gone(summary)}，但负载与报告中的不同：当时是 {ChineseActivity.NameOf(loads.Before)}，"
            + $"现在是 {ChineseActivity.NameOf(loads.After)}。请用报告中的负载重新验证。",
        _ => $"{Gone(summary)}，但尚不能下结论：{summary.Diagnosis}",
    };

    private static string Gone(VerificationSummary summary) =>
        summary.Leaks == 1 ? "泄漏已经消失" : $"{Count(summary.Leaks)} 处泄漏全部消失";

    /// <summary>"3 处泄漏中：1 处已消失，1 处已减小，1 处仍然存在；另有 2 处新泄漏".</summary>
    private static string Outcomes(VerificationSummary summary)
    {
        (int Count, string Words)[] all =
        [
            (summary.Gone, "已消失"),
            (summary.Shrunk, "已减小"),
            (summary.Moved, "已转移到别处"),
            (summary.Leaks - summary.Gone - summary.Shrunk - summary.Moved, "仍然存在"),
        ];
        var found = all.Where(outcome => outcome.Count > 0).ToList();
        var known = summary.Leaks == 1
            ? "泄漏" + found[0].Words
            : $"{Count(summary.Leaks)} 处泄漏中：{string.Join('，', found.Select(outcome => $"{Count(outcome.Count)} 处{outcome.Words}"))}";
        return summary.New == 0 ? known : $"{known}；另有 {Count(summary.New)} 处新泄漏";
    }
}
