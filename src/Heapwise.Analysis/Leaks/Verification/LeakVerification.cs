namespace Heapwise.Analysis.Leaks.Verification;

/// <summary>
/// Two diagnoses of one program, before and after a fix, compared leak by leak. The same leak has the same fingerprint in
/// both. One whose fingerprint is missing has moved if a leak that matches nothing else has the same holder by name, or
/// leaves the same objects behind: a class of the program's own identifies it by its name, one of the language (an Array, a
/// closure) only together with its rate. Rates are compared by request where both runs count requests, else by round.
/// </summary>
public sealed class LeakVerification
{
    /// <summary>Runs of one program differ by a few per cent at most; what lost a fifth was fixed in part.</summary>
    private const double ShrunkShare = 0.8;

    /// <summary>Rates of one and the same leak are within this share of each other.</summary>
    private const double RateTolerance = 0.25;

    private static readonly HashSet<string> LanguageClasses = new(StringComparer.Ordinal)
    {
        "Array", "ArrayBuffer", "Buffer", "Date", "Error", "Function", "Map", "Object", "Promise", "RegExp", "Set", "Uint8Array",
        "WeakMap", "WeakRef", "WeakSet", "number", "string", "symbol", "bigint",
    };

    private LeakVerification(IReadOnlyList<LeakPair> pairs) => Pairs = pairs;

    /// <summary>The leaks of the run before, each with its outcome, then those that are new.</summary>
    public IReadOnlyList<LeakPair> Pairs { get; }

    public static LeakVerification Compare(IReadOnlyList<KnownLeak> before, IReadOnlyList<KnownLeak> after)
    {
        var found = Match(before, after);
        var added = after.Except(found.Values, ReferenceEqualityComparer.Instance).Cast<KnownLeak>();
        return new LeakVerification(
        [
            .. before.Select(was => new LeakPair(was, found.GetValueOrDefault(was), OutcomeOf(was, found.GetValueOrDefault(was)))),
            .. added.Select(now => new LeakPair(null, now, LeakOutcome.New)),
        ]);
    }

    public int CountOf(LeakOutcome outcome) => Pairs.Count(pair => pair.Outcome == outcome);

    /// <summary>A fix is a claim: where the run after leaves a question open, or was too short to show a leak, it is not made.</summary>
    /// <param name="after">The verdict of the run after.</param>
    /// <param name="intervals">Intervals of the run after.</param>
    public VerificationVerdict Judge(Verdict after, int intervals)
    {
        var isNewSure = Pairs.Any(pair => pair is { Outcome: LeakOutcome.New, After.Confidence: >= Confidence.Medium });
        if (isNewSure || Pairs.Any(pair => pair.Outcome is not (LeakOutcome.Gone or LeakOutcome.New))) return VerificationVerdict.NotFixed;
        return after != Verdict.NoLeak || intervals < 2 ? VerificationVerdict.Inconclusive : VerificationVerdict.Fixed;
    }

    private static LeakOutcome OutcomeOf(KnownLeak was, KnownLeak? now)
    {
        if (now is null) return LeakOutcome.Gone;
        if (now.Fingerprint != was.Fingerprint) return LeakOutcome.Moved;
        return now.Growth.RatioTo(was.Growth) < ShrunkShare ? LeakOutcome.Shrunk : LeakOutcome.StillThere;
    }

    /// <summary>The leaks of the run before that are found again, by the surest sign first, each with one of the run after.</summary>
    private static Dictionary<KnownLeak, KnownLeak> Match(IReadOnlyList<KnownLeak> before, IReadOnlyList<KnownLeak> after)
    {
        Func<KnownLeak, KnownLeak, bool>[] signs =
        [
            (was, now) => was.Fingerprint == now.Fingerprint,
            (was, now) => was.HolderName is { } name && name == now.HolderName,
            (was, now) => was.EntryClass is { } entry && entry == now.EntryClass && IsOfProgram(entry),
            (was, now) => was.EntryClass is { } entry && entry == now.EntryClass && AreRatesAlike(was.Growth, now.Growth),
        ];
        var pairs = new Dictionary<KnownLeak, KnownLeak>(ReferenceEqualityComparer.Instance);
        var left = after.ToList();
        foreach (var sign in signs)
        {
            foreach (var was in before.Where(leak => !pairs.ContainsKey(leak)))
            {
                var at = left.FindIndex(now => sign(was, now));
                if (at < 0) continue;
                pairs.Add(was, left[at]);
                left.RemoveAt(at);
            }
        }

        return pairs;
    }

    private static bool AreRatesAlike(GrowthRate was, GrowthRate now) => Math.Abs(now.RatioTo(was) - 1) <= RateTolerance;

    private static bool IsOfProgram(string className) =>
        !LanguageClasses.Contains(className) && !className.StartsWith('(') && !className.StartsWith("system / ", StringComparison.Ordinal);
}

/// <summary>A leak before and after a fix.</summary>
/// <param name="Before">Null for a new one.</param>
/// <param name="After">Null for one that is gone.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record LeakPair(KnownLeak? Before, KnownLeak? After, LeakOutcome Outcome);
