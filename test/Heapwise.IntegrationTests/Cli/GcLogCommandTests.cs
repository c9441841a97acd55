using System.Globalization;
using System.Text.Json;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

/// <summary>What each major really prints, under each flag, against what the program knows of itself.</summary>
public sealed class GcLogCommandTests
{
    /// <summary>Allocates garbage and keeps a little. Counts its own collections with an observer and prints them at the end.</summary>
    private const string Program = """
        const { PerformanceObserver, constants } = require('perf_hooks');
        let young = 0, full = 0, paused = 0;
        const observer = new PerformanceObserver(list => { for (const e of list.getEntries()) {
            const kind = e.detail ? e.detail.kind : e.kind;
            if (kind === constants.NODE_PERFORMANCE_GC_MAJOR) full++;
            else if (kind === constants.NODE_PERFORMANCE_GC_MINOR) young++;
            else continue;
            paused += e.duration;
        } });
        observer.observe({ entryTypes: ['gc'] });
        const kept = [];
        let n = 0;
        (function step() {
            for (let i = 0; i < 2000; i++) { const o = { i, s: 'x' + i, b: new Array(20).fill(i) }; if (i < 50) kept.push(o); }
            if (++n % 50 === 0) { console.log('requests served', n); gc(); }
            if (n < 600) setImmediate(step);
            else setTimeout(() => console.log('counted', young, full, paused), 50);
        })();
        """;

    public static TheoryData<int, string> Runs
    {
        get
        {
            var runs = new TheoryData<int, string>();
            foreach (var major in NodeInstall.Majors)
            {
                foreach (var flag in new[] { "--trace-gc", "--trace-gc-verbose", "--trace-gc-nvp" }) runs.Add(major.Data, flag);
            }

            return runs;
        }
    }

    [Theory, MemberData(nameof(Runs))]
    public async Task A_log_agrees_with_the_counts_of_the_program(int major, string flag)
    {
        var lines = await OutputOfAsync(major, [flag, "--expose-gc"], Program);
        var heap = (await ReportAsync(lines)).GetProperty("heaps").EnumerateArray().ShouldHaveSingleItem();
        var counted = lines.Single(line => line.StartsWith("counted ", StringComparison.Ordinal)).Split(' ').Skip(1)
            .Select(word => double.Parse(word, CultureInfo.InvariantCulture)).ToList();
        var kinds = heap.GetProperty("kinds").EnumerateArray().ToDictionary(kind => kind.GetProperty("kind").GetString()!);
        kinds.Keys.ShouldBe(["scavenge", "mark-compact"]);
        // The observer starts a little later than the heap, and is notified at the end of a turn of the event loop.
        kinds["scavenge"].GetProperty("count").GetDouble().ShouldBeInRange(counted[0], counted[0] + 12);
        kinds["mark-compact"].GetProperty("count").GetDouble().ShouldBeInRange(counted[1] - 1, counted[1] + 3);
        counted[1].ShouldBeGreaterThanOrEqualTo(12, "each call of gc() is one");
        heap.GetProperty("pausedMs").GetDouble().ShouldBe(counted[2], Math.Max(20, 0.25 * counted[2]));
        // 600 × 2000 objects of some 280 bytes were made; 600 × 50 of them kept.
        heap.GetProperty("freedBytes").GetInt64().ShouldBeInRange(100_000_000, 1_000_000_000);
        var floor = heap.GetProperty("floor");
        floor.GetProperty("source").GetString().ShouldBe("full-collections");
        floor.GetProperty("verdict").GetString().ShouldBe("growing");
        (floor.GetProperty("latestBytes").GetInt64() - floor.GetProperty("firstBytes").GetInt64()).ShouldBeInRange(4_000_000, 20_000_000);
        (heap.GetProperty("heapLimitBytes").ValueKind == JsonValueKind.Number).ShouldBe(flag == "--trace-gc-verbose");
        (heap.GetProperty("promotedBytes").ValueKind == JsonValueKind.Number).ShouldBe(flag == "--trace-gc-nvp");
        heap.GetProperty("latest").EnumerateArray()
            .ShouldAllBe(row => row.GetProperty("beforeBytes").GetInt64() > 0 && row.GetProperty("afterBytes").GetInt64() > 0);
    }

    [Theory, MemberData(nameof(NodeInstall.MajorsFrom22), MemberType = typeof(NodeInstall))]
    public async Task Young_collections_by_marking_are_a_separate_kind(int major)
    {
        foreach (var flag in new[] { "--trace-gc", "--trace-gc-nvp" })
        {
            var report = await ReportAsync(await OutputOfAsync(major, [flag, "--minor-ms", "--expose-gc"], Program));
            report.GetProperty("heaps")[0].GetProperty("kinds").EnumerateArray().Select(kind => kind.GetProperty("kind").GetString())
                .ShouldBe(["minor-mark-sweep", "mark-compact"]);
        }
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Running_out_of_memory_is_reported_and_the_last_collections_count_once(int major)
    {
        const string Leak =
            """
            const kept = [];
            (function step() {
                for (let i = 0; i < 2000; i++) kept.push({ i, a: new Array(10).fill(i) });
                setImmediate(step);
            })();
            """;
        var lines = await OutputOfAsync(major, ["--trace-gc", "--max-old-space-size=20"], Leak);
        var report = await ReportAsync(lines);
        report.GetProperty("damagedLines").GetInt32().ShouldBe(0);
        var heap = report.GetProperty("heaps").EnumerateArray().ShouldHaveSingleItem();
        var logged = lines.TakeWhile(line => !line.StartsWith("<--- Last few GCs", StringComparison.Ordinal));
        heap.GetProperty("collections").GetInt32().ShouldBe(logged.Count(line => line.Contains(" MB, ", StringComparison.Ordinal)));
        heap.GetProperty("signs").EnumerateArray().Select(sign => sign.GetProperty("kind").GetString()).ShouldContain("out-of-memory");
        heap.GetProperty("floor").GetProperty("verdict").GetString().ShouldNotBe("shrinking");
    }

    /// <summary>The faster a leak, the sooner its floor stops at the limit: that is no sign of health.</summary>
    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_fast_leak_that_ran_out_of_memory_fails(int major)
    {
        var lines = await OutputOfAsync(
            major, ["--trace-gc", "--max-old-space-size=40"], "const kept = []; while (true) kept.push({ a: 1, b: [1, 2, 3] });");
        await WithLogAsync(lines, async log =>
        {
            var run = await CliRun.OfAsync($"gclog {log} --fail-on rising");
            run.ExitCode.ShouldBe(1, run.ToString());
            run.Out.ShouldNotContain("does not keep rising");
            run.Out.ShouldNotContain("--pid"); // the process is gone
            (await CliRun.OfAsync($"gclog {log}")).ExitCode.ShouldBe(0);
        });
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Each_worker_is_a_separate_heap(int major)
    {
        const string Workers = """
            const { Worker, isMainThread } = require('worker_threads');
            if (isMainThread) { new Worker(__filename); new Worker(__filename); }
            let n = 0; const kept = [];
            (function step() { for (let i = 0; i < 20000; i++) kept[i % 5000] = { i, s: 'x' + i }; if (++n < 60) setImmediate(step); })();
            """;
        var heaps = (await ReportAsync(await OutputOfAsync(major, ["--trace-gc"], Workers))).GetProperty("heaps").EnumerateArray().ToList();
        heaps.Count.ShouldBe(3);
        heaps.Select(heap => heap.GetProperty("processId").GetInt32()).Distinct().ShouldHaveSingleItem();
        heaps.Select(heap => heap.GetProperty("isolate").GetString()).ShouldBeUnique();
    }

    private static async Task<IReadOnlyList<string>> OutputOfAsync(int major, string[] flags, string source)
    {
        await using var program = await NodeProgram.RunSourceAsync(major, source, ready: null, nodeArguments: flags);
        await program.WaitForExitAsync();
        return [.. program.Output, .. program.Errors];
    }

    private static async Task<JsonElement> ReportAsync(IReadOnlyList<string> lines)
    {
        JsonElement report = default;
        await WithLogAsync(lines, async log =>
        {
            var run = await CliRun.OfAsync($"gclog {log} --format json");
            run.ExitCode.ShouldBe(0, run.ToString());
            using var json = JsonDocument.Parse(run.Out);
            report = json.RootElement.Clone();
        });
        return report;
    }

    private static async Task WithLogAsync(IReadOnlyList<string> lines, Func<string, Task> use)
    {
        var log = Path.Combine(Path.GetTempPath(), $"heapwise-gclog-{Guid.NewGuid():N}.log");
        try
        {
            await File.WriteAllLinesAsync(log, lines, TestContext.Current.CancellationToken);
            await use(log);
        }
        finally
        {
            File.Delete(log);
        }
    }
}
