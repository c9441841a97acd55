using Heapwise.Store;
using Heapwise.Store.Opening;
using Heapwise.Store.Postgres;
using Heapwise.Store.Records;
using Heapwise.Store.Sqlite;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>A history on a real server.</summary>
[Collection("One capture at a time on a machine")]
public sealed class PostgresTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 30, 10, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-postgres-").FullName;

    [Fact]
    public async Task Everything_arrives_once_whatever_is_interrupted()
    {
        await using var server = await PostgresServer.StartAsync();
        using var first = OpenHistory("a.db");
        using var second = OpenHistory("b.db");
        using var shipper = new Shipper(server.Address);
        Write(first, "web-1/1", 0, 100);
        Write(second, "web-2/1", 0, 50);
        Ship(shipper, first).ShouldBe(102); // the target, an event, and the samples
        Ship(shipper, second).ShouldBe(52);

        await server.StopAsync();
        Write(first, "web-1/1", 100, 200);
        Should.Throw<StoreException>(() => Ship(shipper, first)).Message.ShouldStartWith("the history's server: ");
        first.Shipments.Count().ShouldBe(102);
        await server.StartAgainAsync();
        Ship(shipper, first).ShouldBe(102);

        using var read = HistorySource.OpenServer(server.Address);
        read.Reader.FindTargets().Select(target => target.Target.Host).ShouldBe(["web-1", "web-2"], ignoreOrder: true);
        var values = read.Reader.FindCurve("web-1/1", "heap.used", Start).Select(point => point.Last);
        values.ShouldBe(Enumerable.Range(0, 200).Select(i => (double)i));
        read.Reader.FindCurve("web-2/1", "heap.used", Start).Count.ShouldBe(50);
        read.Reader.FindEvents("web-1/1", Start).Count.ShouldBe(2);
        read.Reader.FindSeries("web-1/1").ShouldBe(["heap.used"]);
    }

    [Fact]
    public async Task What_was_received_but_not_confirmed_is_not_written_twice()
    {
        await using var server = await PostgresServer.StartAsync();
        using var shipper = new Shipper(server.Address);
        using (var history = OpenHistory("a.db")) Write(history, "web-1/1", 0, 10);
        File.Copy(Path.Combine(_folder, "a.db"), Path.Combine(_folder, "before.db")); // as if we were killed before the confirmation came
        using (var history = OpenHistory("a.db")) Ship(shipper, history);

        using var again = OpenHistory("before.db");
        Write(again, "web-1/1", 10, 20);
        Ship(shipper, again);

        using var read = HistorySource.OpenServer(server.Address);
        read.Reader.FindCurve("web-1/1", "heap.used", Start).Count.ShouldBe(20);
        read.Reader.FindEvents("web-1/1", Start).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Old_samples_become_coarser_and_deleted_files_disappear()
    {
        await using var server = await PostgresServer.StartAsync();
        using var shipper = new Shipper(server.Address);
        using var history = OpenHistory("a.db");
        Write(history, "web-1/1", 0, 120);
        history.Add(new EvidenceFile("/s/1", "web-1/1", Start, "snapshot", 7, "s"));
        history.Add(new EvidenceFile("/s/2", "web-1/1", Start, "snapshot", 7, "s"));
        history.RemoveEvidence("/s/1");

        shipper.Ship(history.Shipments, Start.AddHours(2), TestContext.Current.CancellationToken);

        using var read = HistorySource.OpenServer(server.Address);
        read.Reader.FindCurve("web-1/1", "heap.used", Start).ShouldBe([
            new CurvePoint(Start, 0, 29.5, 59, 59), new CurvePoint(Start.AddMinutes(1), 60, 89.5, 119, 119),
        ]);
        read.Reader.FindEvidence("web-1/1").Select(file => file.Path).ShouldBe(["/s/2"]);
    }

    [Fact]
    public async Task A_guard_writes_to_it_and_keeps_what_it_cannot_send()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var program = await LeakingProgram.StartAsync(24);
        await using var guard = await GuardRun.WatchAsync(program, LeakingProgram.Settings, "--store", server.Address);
        await guard.WaitForAsync("watched from now on");
        await UntilAsync(() => Points(server) > 5);

        await server.StopAsync();
        await guard.WaitForAsync("Until it is back, the history is kept here");
        var before = TimeProvider.System.GetUtcNow();
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        await server.StartAgainAsync();
        await guard.WaitForAsync("the history's server has everything again");

        using var read = HistorySource.OpenServer(server.Address);
        var target = read.Reader.FindTargets().ShouldHaveSingleItem().Target;
        read.Reader.FindCurve(target.Key, "memory.rss", before).Count(point => point.At < before.AddSeconds(2)).ShouldBeGreaterThan(4);
        guard.Errors.ShouldNotContain("password");
    }

    [Theory]
    [InlineData("postgres://")]
    [InlineData("postgres://host")]
    [InlineData("postgres://host/db?no=such")]
    public void An_address_that_is_none_is_refused_without_being_shown(string address) =>
        Should.Throw<StoreException>(() => new Shipper(address)).Message.ShouldStartWith("the address of the history");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private HistoryFile OpenHistory(string name) => HistoryFile.Open(Path.Combine(_folder, name), new HistoryOptions { Ships = true });

    private static long Ship(Shipper shipper, HistoryFile history) =>
        shipper.Ship(history.Shipments, Start.AddMinutes(5), TestContext.Current.CancellationToken);

    private static void Write(HistoryFile history, string key, int from, int to)
    {
        history.Add(new StoredTarget(key, key.Split('/')[0], "", "app.js", "node app.js", 1, Start), Start.AddSeconds(from));
        history.Add(new StoredEvent($"{key}/{from}", key, Start.AddSeconds(from), "r", "firing", "info", "s", "{}"), []);
        for (var i = from; i < to; i++)
            history.Add([new Sample(key, Start.AddSeconds(i), new Dictionary<string, double> { ["heap.used"] = i })]);
    }

    private static int Points(PostgresServer server)
    {
        try
        {
            using var read = HistorySource.OpenServer(server.Address);
            return read.Reader.FindTargets() is [var (target, _), ..]
                ? read.Reader.FindCurve(target.Key, "memory.rss", DateTimeOffset.UnixEpoch).Count
                : 0;
        }
        catch (StoreException)
        {
            return 0; // the tables are not there yet
        }
    }

    private static async Task UntilAsync(Func<bool> isTrue)
    {
        for (var i = 0; i < 300 && !isTrue(); i++) await Task.Delay(100, TestContext.Current.CancellationToken);
        isTrue().ShouldBeTrue();
    }
}
