using Heapwise.Analysis.Leaks.Verification;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

/// <summary>The outcome of a verification.</summary>
internal static class EnglishVerification
{
    public static string Describe(VerificationSummary summary) => summary.Verdict switch
    {
        VerificationVerdict.Fixed =>
            $"{Gone(summary.Leaks)}, and nothing new accumulates in {Count(summary.Intervals, "round")} under load.",
        VerificationVerdict.NotFixed => NotFixed(summary),
        _ when summary.Intervals < 2 => "One round cannot show that a leak is gone. Use --rounds 2 or more.",
        _ when summary.OtherLoads is { } loads =>
            $"{Gone(summary.Leaks)}, but the load was not that of the report: {EnglishActivity.NameOf(loads.Before)} then, "
            + $"{EnglishActivity.NameOf(loads.After)} now. Repeat with the load of the report.",
        _ => $"{Gone(summary.Leaks)}, but the result is inconclusive: {summary.Diagnosis}",
    };

    private static string Gone(int leaks) => leaks switch
    {
        0 => "The report has no leaks",
        1 => "The leak is gone",
        2 => "Both leaks are gone",
        _ => $"All {leaks:N0} leaks are gone",
    };

    /// <summary><c>1 of 3 leaks is gone, 1 has shrunk and 1 is still there; 2 leaks are new.</c></summary>
    private static string NotFixed(VerificationSummary summary)
    {
        var added = summary.New == 0 ? "" : Count(summary.New, "leak is new", "leaks are new");
        var known = Outcomes(summary);
        return known.Length > 0 && added.Length > 0 ? $"{known}; {added}." : $"{known}{added}.";
    }

    /// <summary>Empty where the report has no leaks.</summary>
    private static string Outcomes(VerificationSummary summary)
    {
        var still = summary.Leaks - summary.Gone - summary.Shrunk - summary.Moved;
        (int Count, string One, string Many)[] all =
        [
            (summary.Gone, "is gone", "are gone"),
            (summary.Shrunk, "has shrunk", "have shrunk"),
            (summary.Moved, "has moved to another location", "have moved to other locations"),
            (still, "is still there", "are still there"),
        ];
        var outcomes = all.Where(outcome => outcome.Count > 0).ToList();
        if (outcomes.Count == 0) return "";
        if (summary.Leaks == 1) return "The leak " + outcomes[0].One;
        return List(outcomes.Select((outcome, i) => Describe(outcome, i == 0 ? $" of {summary.Leaks} leaks" : "")));
    }

    private static string Describe((int Count, string One, string Many) outcome, string ofAll) =>
        $"{outcome.Count}{ofAll} {(outcome.Count == 1 ? outcome.One : outcome.Many)}";
}
