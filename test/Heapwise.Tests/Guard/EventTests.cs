using System.Text.Json;
using Heapwise.Analysis.GarbageCollection;
using Heapwise.Guard.Alerts;
using Heapwise.Guard.Alerts.Sinks;
using Heapwise.Guard.Alerts.Words;
using Heapwise.Guard.Readings;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Rules;
using Heapwise.Guard.Settings;
using Heapwise.Guard.Targets;
using Heapwise.Live.Attaching;
using Heapwise.Store.Records;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Guard;

public sealed class EventTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 10, 15, 0, TimeSpan.Zero);
    private static readonly TargetIdentity Target = new(
        "web-1", "3f2a9c01", new NodeSighting(4711, 184467, 1, "/srv/shop/server.js", "node /srv/shop/server.js", "4f1d2c3b4a59"));

    /// <summary>One of each kind; also what docs/cli.md must describe.</summary>
    internal static IReadOnlyList<EventReport> Examples => [.. AllNews().Select(news => EventReports.Of(news, NewsLanguage.En))];

    [Fact]
    public void Each_event_is_told_in_a_sentence() => Approval.Matches(Told(NewsLanguage.En));

    [Fact]
    public void Each_event_is_told_in_Chinese() => Approval.Matches(Told(NewsLanguage.Zh));

    [Fact]
    public void Events_have_one_shape() => Approval.Matches(string.Join('\n', Examples.Take(2).Select(GuardJson.WriteLine)) + "\n");

    [Fact]
    public void An_alert_and_its_end_have_the_same_key_and_ids_of_their_own()
    {
        var (fired, resolved) = (Examples[0], Examples.First(report => report.State == "resolved"));

        resolved.Alert.ShouldBe(fired.Alert);
        Examples.Select(report => report.Id).Distinct().Count().ShouldBe(Examples.Count);
    }

    [Fact]
    public void A_worker_thread_is_named_with_its_process_and_known_again_by_its_key()
    {
        var worker = new TargetIdentity(Target.Host, Target.Boot, Target.Node, new ThreadSighting(4722, 184501));
        var stored = new StoredTarget(
            worker.Key, worker.Host, worker.Node.Container, worker.Name, worker.Node.Command, worker.Node.ProcessId, Now);

        worker.ToString().ShouldBe("server.js (pid 4711, thread 4722)");
        worker.Key.ShouldBe(Target.Key + "/thread:4722-184501");
        EventReports.Of(new News.Appeared(worker, Now, 0), NewsLanguage.En).Target.Thread.ShouldBe(4722);
        var known = TargetIdentity.Of(stored);
        (known.Key, known.Boot, known.Thread, known.Node.Start).ShouldBe((worker.Key, worker.Boot, worker.Thread, worker.Node.Start));
        TargetIdentity.Of(stored with { Key = Target.Key }).Thread.ShouldBeNull();
    }

    [Fact]
    public void An_event_is_read_as_it_was_written()
    {
        var json = GuardJson.WriteLine(Examples[0]);

        GuardJson.WriteLine(GuardJson.ReadEvent(json)).ShouldBe(json);
    }

    [Fact]
    public void A_template_is_filled_in_with_escaped_text()
    {
        var report = Examples[0] with { Summary = "a \"quoted\"\nline" };

        var filled = EventTemplate.Fill("""{"text": "{summary}", "pid": {pid}, "of": "{host}", "what": "{other}"}""", report, "{}");

        using var json = JsonDocument.Parse(filled);
        json.RootElement.GetProperty("text").GetString().ShouldBe("a \"quoted\"\nline");
        json.RootElement.GetProperty("pid").GetInt32().ShouldBe(4711);
        json.RootElement.GetProperty("of").GetString().ShouldBe("web-1");
        json.RootElement.GetProperty("what").GetString().ShouldBe("{other}");
    }

    private static string Told(NewsLanguage language) =>
        string.Join('\n', AllNews().Select(news => NewsText.Of(news, language))) + "\n";

    internal static IEnumerable<News> AllNews()
    {
        var growing = Outlook(FloorVerdict.Growing, TimeSpan.FromMinutes(35));
        var rules = BuiltInRules.Create(0.85, TimeSpan.FromMinutes(1));
        foreach (var rule in rules)
        {
            var value = rule.Unit switch { RuleUnit.Share => 0.91, RuleUnit.SecondsLeft => 2100, RuleUnit.Milliseconds => 1500, _ => 2 };
            yield return Fired(rule, value, growing);
        }

        yield return Fired(rules[0], 0.91, Outlook(FloorVerdict.Steady, null)) with { At = Now.AddSeconds(1) };
        yield return Fired(rules[0], 0.91, Outlook(FloorVerdict.TooFew, null)) with { At = Now.AddSeconds(2) };
        yield return new News.Resolved(Target, Now.AddMinutes(9), rules[0], AlertOf(rules[0]), HasEnded: false, growing);
        yield return new News.Resolved(Target, Now.AddMinutes(10), rules[0], AlertOf(rules[0]), HasEnded: true, growing);
        yield return new News.Gathered(Target, Now, AlertOf(rules[0]), [File("1.heapsnapshot"), File("2.heapsnapshot")], []);
        yield return new News.Gathered(
            Target, Now.AddSeconds(1), AlertOf(rules[0]), [],
                ["the heap could not be read from outside: not permitted", "no snapshot either: too large"]);
        yield return new News.Gathered(Target, Now, "", [File("baseline.heapsnapshot") with { Kind = "baseline" }], []);
        yield return new News.Diagnosed(Target, Now, AlertOf(rules[0]), new Finding(
            "leak", "Variable cache in users.js is an unbounded cache", "users.js:23:5", "variable cache", "/s/a.diagnosis.json"));
        yield return new News.Diagnosed(Target, Now.AddSeconds(1), AlertOf(rules[0]), new Finding("no-leak", "Nothing grew", "", "", ""));
        yield return new News.Appeared(Target, Now, 0);
        yield return new News.Appeared(Target, Now.AddSeconds(1), 4700);
        yield return new News.Ended(Target, Now, growing);
    }

    private static News.Fired Fired(Rule rule, double value, Outlook outlook) =>
        new(Target, Now, rule, AlertOf(rule), new Judgement(Standing.Above, value, 0), outlook);

    private static string AlertOf(Rule rule) => $"{Target.Key}/{rule.Name}/1000";

    private static GatheredFile File(string end) => new($"/s/server.js-20261130-101500-4711.{end}", "snapshot", 18_000_000);

    private static Outlook Outlook(FloorVerdict verdict, TimeSpan? left) => new(
        new Dictionary<Figure, double>
        {
            [Figure.HeapUsed] = 466e6,
            [Figure.HeapLimit] = 512e6,
            [Figure.GroupAnonymous] = 910e6,
            [Figure.GroupLimit] = 1e9,
            [Figure.ArrayBuffers] = 300e6,
            [Figure.Descriptors] = 930,
            [Figure.DescriptorLimit] = 1024,
        },
        FloorTrend.From([]) with { Verdict = verdict, BytesPerMinute = 12e6 },
        left);
}
