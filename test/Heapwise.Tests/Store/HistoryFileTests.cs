using Heapwise.Store;
using Heapwise.Store.Records;
using Heapwise.Store.Sqlite;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Store;

public sealed class HistoryFileTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 10, 0, 0, TimeSpan.Zero);
    private static readonly StoredTarget Shop = new("a/1@5", "a", "", "shop.js", "node shop.js", 1, Start);

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-store-").FullName;

    private string FilePath => Path.Combine(_folder, "deep", "history.db");

    [Fact]
    public void What_was_written_is_there_after_it_was_opened_again()
    {
        var happened = new StoredEvent("e1", Shop.Key, Start, "heap-near-limit", "firing", "warning", "The heap is full", "{}");
        var file = new EvidenceFile("/x/a.heapsnapshot", Shop.Key, Start, "snapshot", 5, "p1");
        using (var written = HistoryFile.Open(FilePath))
        {
            written.Add(Shop, Start);
            written.Add([Reading(0, 10)]);
            written.Add(happened, [new Delivery(0, "webhook", "a1", "{}", Start)]).ShouldBeTrue();
            written.Add(happened, [new Delivery(0, "webhook", "a1", "{}", Start)]).ShouldBeFalse();
            written.Add(file);
            written.Save(new RuleRecord(Shop.Key, "heap-near-limit", "one"));
            written.Save(new RuleRecord(Shop.Key, "heap-near-limit", "two"));
        }

        using var history = HistoryFile.Open(FilePath);

        history.Reader.FindTargets().ShouldHaveSingleItem().ShouldBe((Shop, Start));
        history.Reader.FindSeries(Shop.Key).ShouldBe(["heap.used"]);
        history.Reader.FindCurve(Shop.Key, "heap.used", Start).ShouldBe([new CurvePoint(Start, 10, 10, 10, 10)]);
        history.Reader.FindEvents(Shop.Key, Start).ShouldBe([happened]);
        history.Reader.FindEvidence(Shop.Key).ShouldBe([file]);
        history.FindRules(Shop.Key).ShouldBe([new RuleRecord(Shop.Key, "heap-near-limit", "two")]);
        history.Deliveries.FindNext("webhook", most: 2).ShouldBe([new Delivery(1, "webhook", "a1", "{}", Start)]);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(FilePath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void Old_readings_become_minutes_and_then_hours_that_keep_extremes_mean_and_latest()
    {
        using var history = Opened();
        history.Add([.. Enumerable.Range(0, 120).Select(i => Reading(i, i))]); // two minutes of seconds

        history.Tidy(Start.AddMinutes(90));
        Curve(history).ShouldBe([
            new CurvePoint(Start, 0, 29.5, 59, 59), new CurvePoint(Start.AddMinutes(1), 60, 89.5, 119, 119),
        ]);

        history.Tidy(Start.AddMinutes(90)); // once is enough
        Curve(history).Count.ShouldBe(2);

        history.Tidy(Start.AddHours(50));
        Curve(history).ShouldBe([new CurvePoint(Start, 0, 59.5, 119, 119)]);

        history.Tidy(Start.AddDays(366));
        Curve(history).ShouldBeEmpty();
    }

    [Fact]
    public void A_clock_that_jumps_loses_nothing_that_is_not_old()
    {
        using var history = Opened();
        foreach (var (second, value) in new[] { (0, 1), (1, 2), (-3_599, 3), (-3_598, 4), (2, 5) }) // an hour back, and forward again
        {
            history.Add([Reading(second, value)]);
            history.Tidy(Start.AddSeconds(second));
        }

        Curve(history).Select(point => point.Last).ShouldBe([3, 4, 1, 2, 5]);
        history.CheckIntegrity().ShouldBe("ok");
    }

    [Fact]
    public void Recent_readings_stay_as_they_are()
    {
        using var history = Opened();
        history.Add([.. Enumerable.Range(0, 120).Select(i => Reading(i, i))]);

        history.Tidy(Start.AddMinutes(61).AddSeconds(30));

        Curve(history).Count.ShouldBe(1 + 60);
    }

    [Fact]
    public void A_stretch_that_is_there_already_is_joined_with_what_comes_later()
    {
        using var history = Opened();
        history.Add([Reading(0, 10)]);
        history.Tidy(Start.AddHours(2));
        history.Add([Reading(30, 40)]); // the clock was put back

        history.Tidy(Start.AddHours(2));

        Curve(history).ShouldBe([new CurvePoint(Start, 10, 25, 40, 40)]);
    }

    [Fact]
    public void The_file_keeps_its_size()
    {
        using var history = HistoryFile.Open(FilePath, new HistoryOptions { MaxBytes = 300_000 });
        history.Add(Shop, Start);
        for (var i = 0; i < 40; i++)
        {
            history.Add([.. Enumerable.Range(i * 250, 250).Select(at => Reading(at, at))]);
            history.Tidy(Start.AddMinutes(5));
        }

        new FileInfo(FilePath).Length.ShouldBeLessThan(400_000);
        Curve(history)[^1].Last.ShouldBe(9_999);
        Curve(history)[0].At.ShouldBeGreaterThan(Start);
    }

    [Fact]
    public void A_full_queue_gives_up_the_oldest_alert_with_its_end()
    {
        using var history = Opened();
        Send("first", "a1");
        Send("first again", "a1");
        for (var i = 2; i < DeliveryQueue.MaxMessages; i++) Send($"{i}", $"b{i}");
        history.Deliveries.Count("webhook").ShouldBe(DeliveryQueue.MaxMessages);

        Send("one more", "c");

        history.Deliveries.Count("webhook").ShouldBe(DeliveryQueue.MaxMessages - 1);
        var next = history.Deliveries.FindNext("webhook", most: 1).ShouldHaveSingleItem();
        next.Body.ShouldBe("2");
        history.Deliveries.Remove(next);
        history.Deliveries.FindNext("webhook", most: 2).Select(message => message.Body).ShouldBe(["3", "4"]);

        void Send(string body, string alert) => history.Add(
            new StoredEvent(body, Shop.Key, Start, "", "", "", "", ""), [new Delivery(0, "webhook", alert, body, Start)]);
    }

    [Fact]
    public void What_fails_leaves_nothing_behind()
    {
        using var history = Opened();

        Should.Throw<StoreException>(() => history.Add([Reading(0, 1), Reading(0, 1) with { Target = "unknown" }]));

        Curve(history).ShouldBeEmpty();
        history.Add([Reading(0, 1)]);
        Curve(history).Count.ShouldBe(1);
    }

    [Fact]
    public void Rules_of_targets_that_are_long_gone_are_forgotten()
    {
        using var history = Opened();
        history.Save(new RuleRecord(Shop.Key, "r", "s"));

        history.Tidy(Start.AddDays(6));
        history.FindRules(Shop.Key).ShouldHaveSingleItem();
        history.Tidy(Start.AddDays(8));
        history.FindRules(Shop.Key).ShouldBeEmpty();
    }

    [Fact]
    public void A_file_that_is_no_history_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        File.WriteAllText(FilePath, new string('x', 5000));

        Should.Throw<StoreException>(() => HistoryFile.Open(FilePath)).Message.ShouldContain("not a history of heapwise");

        File.ReadAllText(FilePath).ShouldBe(new string('x', 5000));
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused()
    {
        HistoryFile.Open(FilePath).Dispose();
        using (var connection = new SqliteConnection($"Data Source={FilePath};Pooling=False"))
        {
            connection.Open();
            connection.Execute("PRAGMA user_version = 99");
        }

        Should.Throw<StoreException>(() => HistoryFile.Open(FilePath)).Message.ShouldContain("newer heapwise");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private HistoryFile Opened()
    {
        var history = HistoryFile.Open(FilePath);
        history.Add(Shop, Start);
        return history;
    }

    private static IReadOnlyList<CurvePoint> Curve(HistoryFile history) =>
        history.Reader.FindCurve(Shop.Key, "heap.used", DateTimeOffset.UnixEpoch);

    private static Sample Reading(int second, double value) =>
        new(Shop.Key, Start.AddSeconds(second), new Dictionary<string, double> { ["heap.used"] = value });
}
