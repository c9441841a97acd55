using Heapwise.Analysis;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Verification;
using Heapwise.Analysis.Reports;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

/// <summary>Pairs of reports as two runs would give them: which finding is which, and what that makes of the repair.</summary>
public sealed class VerificationTests
{
    private const string Cache = "0123456789ab";
    private const string Other = "ba9876543210";

    [Fact]
    public void A_leak_that_is_not_found_again_is_gone_and_the_verdict_is_fixed()
    {
        var report = VerificationReport.From(Report(Leak(Cache, "cache", "User", 100)), Report());

        report.Verdict.ShouldBe(VerificationVerdict.Fixed);
        var finding = report.Findings.ShouldHaveSingleItem();
        (finding.Outcome, finding.Fingerprint, finding.After, finding.AfterFingerprint).ShouldBe((LeakOutcome.Gone, Cache, null, null));
        finding.Before.ShouldBe(new GrowthReport { BytesPerRound = 1300, BytesPerRequest = 100 });
        report.Reason.ShouldBe("The leak is gone, and nothing new accumulates in 3 rounds under load.");
    }

    [Theory]
    [InlineData(100, LeakOutcome.StillThere)]
    [InlineData(300, LeakOutcome.StillThere)]
    [InlineData(81, LeakOutcome.StillThere)]
    [InlineData(79, LeakOutcome.Shrunk)]
    [InlineData(1, LeakOutcome.Shrunk)]
    public void The_same_fingerprint_is_still_there_or_has_shrunk(double after, LeakOutcome outcome)
    {
        var report = VerificationReport.From(Report(Leak(Cache, "cache", "User", 100)), Report(Leak(Cache, "cache", "User", after)));

        report.Verdict.ShouldBe(VerificationVerdict.NotFixed);
        report.Findings.ShouldHaveSingleItem().Outcome.ShouldBe(outcome);
    }

    [Fact]
    public void Rates_are_compared_per_request_when_rounds_differ_in_length()
    {
        var before = Report(Leak(Cache, "cache", "User", 100));
        var after = Leak(Cache, "cache", "User", 100) with { GrowthBytes = 300 }; // three requests in all

        VerificationReport.From(before, Report(after)).Findings.ShouldHaveSingleItem().Outcome.ShouldBe(LeakOutcome.StillThere);
        VerificationReport.From(before, Report(after with { BytesPerRequest = null })).Findings
            .ShouldHaveSingleItem().Outcome.ShouldBe(LeakOutcome.Shrunk, "by round there is nothing else to go by");
    }

    [Theory]
    [InlineData("cache", "Account", 900)] // the holder, by name
    [InlineData("sessions", "User", 900)] // a class of the program's own
    public void The_same_holder_or_class_under_another_fingerprint_has_moved(string holder, string entry, double bytes)
    {
        var report = VerificationReport.From(Report(Leak(Cache, "cache", "User", 100)), Report(Leak(Other, holder, entry, bytes)));

        report.Verdict.ShouldBe(VerificationVerdict.NotFixed);
        var finding = report.Findings.ShouldHaveSingleItem();
        (finding.Outcome, finding.Fingerprint, finding.AfterFingerprint).ShouldBe((LeakOutcome.Moved, Cache, Other));
        report.Reason.ShouldBe("The leak has moved to another location.");
    }

    [Theory]
    [InlineData(110, LeakOutcome.Moved)]
    [InlineData(900, LeakOutcome.Gone)]
    public void A_class_of_the_language_has_moved_only_at_the_same_rate(double after, LeakOutcome outcome)
    {
        foreach (var entry in new[] { "Array", "(string)", "system / Context" })
            VerificationReport.From(Report(Leak(Cache, "cache", entry, 100)), Report(Leak(Other, "list", entry, after))).Findings[0].Outcome
                .ShouldBe(outcome, entry);
    }

    [Fact]
    public void A_fingerprint_found_again_is_not_taken_for_another_leak_that_moved()
    {
        var before = Report(Leak(Cache, "cache", "User", 100), Leak(Other, "users", "User", 50));
        var after = Report(Leak(Other, "users", "User", 50));

        VerificationReport.From(before, after).Findings.Select(finding => (finding.Fingerprint, finding.Outcome))
            .ShouldBe([(Cache, LeakOutcome.Gone), (Other, LeakOutcome.StillThere)]);
    }

    [Fact]
    public void One_finding_is_the_new_location_of_at_most_one_leak()
    {
        var before = Report(Leak(Cache, "cache", "User", 100), Leak(Other, "users", "User", 50));
        var report = VerificationReport.From(before, Report(Leak("cccccccccccc", "all", "User", 150)));

        report.Findings.Select(finding => finding.Outcome).ShouldBe([LeakOutcome.Moved, LeakOutcome.Gone]);
        report.Reason.ShouldBe("1 of 2 leaks is gone and 1 has moved to another location.");
    }

    [Fact]
    public void A_leak_missing_from_the_report_is_new_and_the_verdict_is_not_fixed()
    {
        var report = VerificationReport.From(Report(Leak(Cache, "cache", "User", 100)), Report(Leak(Other, "timers", "Timeout", 10)));

        report.Verdict.ShouldBe(VerificationVerdict.NotFixed);
        report.Findings.Select(finding => (finding.Fingerprint, finding.Outcome))
            .ShouldBe([(Cache, LeakOutcome.Gone), (Other, LeakOutcome.New)]);
        report.Reason.ShouldBe("The leak is gone; 1 leak is new.");
    }

    [Fact]
    public void A_new_weak_finding_or_unexplained_growth_is_inconclusive()
    {
        var before = Report(Leak(Cache, "cache", "User", 100));
        var weak = Leak(Other, "timers", "Timeout", 10) with { Confidence = Confidence.Low };
        var unsure = Report(weak) with { Verdict = Verdict.Inconclusive };
        var growing = Report() with { Verdict = Verdict.Inconclusive, Reason = "rss grows." };

        VerificationReport.From(before, unsure).Verdict.ShouldBe(VerificationVerdict.Inconclusive);
        var report = VerificationReport.From(before, growing);
        report.Verdict.ShouldBe(VerificationVerdict.Inconclusive);
        report.Reason.ShouldBe("The leak is gone, but the result is inconclusive: rss grows.");
    }

    [Fact]
    public void One_round_does_not_prove_a_fix()
    {
        var after = Report();
        var shorter = after with { Rounds = [.. after.Rounds.Take(2)] };
        VerificationReport.From(Report(Leak(Cache, "cache", "User", 100)), shorter).Verdict.ShouldBe(VerificationVerdict.Inconclusive);
    }

    [Fact]
    public void Ignored_findings_of_the_report_are_not_verified()
    {
        var before = Report(Leak(Cache, "cache", "User", 100), Leak(Other, "users", "Account", 50));
        var report = VerificationReport.From(before, Report(), new HashSet<string> { Other });

        report.Verdict.ShouldBe(VerificationVerdict.Fixed);
        report.Findings.ShouldHaveSingleItem().Fingerprint.ShouldBe(Cache);
        report.Ignored.ShouldBe([new IgnoredFinding { Fingerprint = Other, Title = "users grows" }]);
    }

    [Fact]
    public void Rounds_are_shown_side_by_side_and_the_longer_run_in_full()
    {
        var before = Report(Leak(Cache, "cache", "User", 100));
        var after = Report();
        var longer = after with { Rounds = [.. after.Rounds, after.Rounds[0] with { HeapUsedBytes = 7 }] };
        var rounds = VerificationReport.From(before, longer).Rounds;

        rounds.Count.ShouldBe(5);
        var both = new VerifiedRound { BeforeRequests = 13, AfterRequests = 13, BeforeHeapUsedBytes = 1100, AfterHeapUsedBytes = 1100 };
        rounds[1].ShouldBe(both);
        rounds[4].ShouldBe(both with { BeforeRequests = null, BeforeHeapUsedBytes = null, AfterHeapUsedBytes = 7 });
    }

    /// <summary>Three rounds of 13 requests.</summary>
    internal static DiagnosisReport Report(params FindingReport[] findings) => new()
    {
        Verdict = findings.Length > 0 ? Verdict.Leak : Verdict.NoLeak,
        Reason = "as reported",
        Target = "node app.js",
        Rounds = [.. Enumerable.Range(0, 4).Select(i => Round(1000 + (100 * i)))],
        Growth = new GrowthReport { BytesPerRound = 0, BytesPerRequest = 0 },
        Trends = [],
        Findings = findings,
    };

    private static RoundReport Round(long heapUsedBytes) => new()
    {
        Requests = 13,
        HeapUsedBytes = heapUsedBytes,
        ExternalBytes = 1,
        ArrayBuffersBytes = 1,
        RssBytes = 1,
        FileDescriptors = 1,
        Snapshot = null,
    };

    internal static FindingReport Leak(string fingerprint, string holder, string entry, double bytesPerRequest) => new()
    {
        Fingerprint = fingerprint,
        Pattern = "unbounded-cache",
        Confidence = Confidence.High,
        Evidence = [],
        Title = $"{holder} grows",
        Explanation = $"{holder} is never emptied.",
        GrowthBytes = (long)(bytesPerRequest * 39),
        BytesPerRequest = bytesPerRequest,
        ObjectsPerRequest = new Dictionary<string, double> { [entry] = 1 },
        SurvivorsPerRound = new Dictionary<string, IReadOnlyList<long>> { [entry] = [13, 13, 13], ["(string)"] = [13, 13, 13] },
        Holder = new HolderReport
        {
            NodeId = 13,
            ClassName = "Map",
            Name = holder,
            Path = $"variable {holder} in app.js",
            RetainedBytes = 1000,
            Library = null,
        },
        Location = new LocationReport { File = "/srv/app.js", Line = 3, Column = 7, Function = "remember", Source = null },
        RetainerPath = [],
        Details = new FindingDetails(),
        Advice = new AdviceReport { Why = "It outlives the request.", Fix = "Bound it.", Example = "" },
    };
}
