using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Reports;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

/// <summary>What a program did while it was watched, and what that says about a run that found nothing.</summary>
public sealed class ActivityTests
{
    [Fact]
    public void A_program_that_had_nothing_to_do_is_not_called_healthy()
    {
        var report = Diagnose(_ => new RoundActivity(null, 0, 20_000, 5, 995), requests: null);

        report.Verdict.ShouldBe(Verdict.Inconclusive);
        report.Reason.ShouldContain("--load URL");
        report.Activity.ShouldNotBeNull().LoopUtilization.ShouldBe(0.005);
    }

    [Fact]
    public void A_program_with_work_of_its_own_can_be_healthy() =>
        Diagnose(_ => new RoundActivity(null, 0, 2_000_000, 5, 995), requests: null).Verdict.ShouldBe(Verdict.NoLeak);

    [Fact]
    public void Answers_that_are_all_redirects_show_nothing()
    {
        var report = Diagnose(_ => new RoundActivity(Answers(302, 20), 0, 2_000_000, 500, 500), requests: 20);

        report.Verdict.ShouldBe(Verdict.Inconclusive);
        report.Reason.ShouldContain("--follow");
        report.Activity.ShouldNotBeNull().Statuses.ShouldNotBeNull()["302"].ShouldBe(60);
    }

    [Fact]
    public void Answers_that_are_all_errors_show_nothing() =>
        Diagnose(_ => new RoundActivity(Answers(404, 20), 20, 2_000_000, 500, 500), requests: 20).Verdict.ShouldBe(Verdict.Inconclusive);

    [Fact]
    public void Requests_that_are_all_the_same_come_with_a_hint()
    {
        var report = Diagnose(_ => new RoundActivity(Answers(200, 20), 0, 2_000_000, 500, 500), requests: 20);

        report.Verdict.ShouldBe(Verdict.NoLeak);
        report.Activity.ShouldNotBeNull().Summary.ShouldBe(
            "In 3 s of work: 60 requests (60 × 200), 6 MB or more allocated, event loop 50% busy. "
            + "All requests were the same: what is kept for each user or id grows only with {n} in the URL, a header or the body.");
    }

    [Theory]
    [InlineData("GET http://127.0.0.1:3001/users/{n}", "GET http://localhost:4000/users/{n}", true)]
    [InlineData("GET http://127.0.0.1:3001/users", "GET /users", true)]
    [InlineData("GET http://127.0.0.1:3001", "GET http://127.0.0.1:3001/", true)]
    [InlineData("GET http://127.0.0.1:3001/users/{n}", "GET http://127.0.0.1:3001/users/1", false)]
    [InlineData("GET http://127.0.0.1:3001/", "POST http://127.0.0.1:3001/", false)]
    public void Loads_are_alike_wherever_the_server_listens(string before, string after, bool expected) =>
        new RunLoad(RunLoadKind.Requests, before, true).IsLike(new RunLoad(RunLoadKind.Requests, after, true)).ShouldBe(expected);

    private static Dictionary<int, int> Answers(int status, int count) => new() { [status] = count };

    private static DiagnosisReport Diagnose(Func<int, RoundActivity> activity, int? requests)
    {
        var rounds = Enumerable.Range(0, 4).Select(round => TestRound.Of(heap: 5_000_000) with
        {
            Load = new RoundLoad(requests, Time: round == 0 ? null : new RoundTime(1, IsOwnWork: false, activity(round))),
        });
        var options = new AnalysisOptions { Load = new RunLoad(RunLoadKind.Requests, "GET http://127.0.0.1/", Varies: false) };
        var diagnosis = LeakAnalysis.Analyze(new DiagnosisTarget.Program("tiny"), [.. rounds], null, options);
        return DiagnosisReport.From(diagnosis, ReportLanguages.English);
    }
}
