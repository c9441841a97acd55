using System.Text.Json;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

[Collection(SampleFolderCollection.Name)]
public sealed class GcLogCommandTests
{
    [Fact]
    public async Task A_rising_floor_fails_a_pipeline_only_where_asked()
    {
        (await CliRun.OfAsync("gclog gc.log")).ExitCode.ShouldBe(0);
        (await CliRun.OfAsync("gclog gc.log --fail-on never")).ExitCode.ShouldBe(0);
        (await CliRun.OfAsync("gclog gc.log --fail-on rising")).ExitCode.ShouldBe(1);
        (await CliRun.OfAsync("gclog soak.log --fail-on rising")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_rising_floor_of_young_collections_proves_nothing()
    {
        File.WriteAllLines("young.log", File.ReadLines("gc.log").Where(line => !line.Contains("Mark-Compact", StringComparison.Ordinal)));
        var run = await CliRun.OfAsync("gclog young.log --fail-on rising");
        run.ExitCode.ShouldBe(0);
        run.Out.ShouldContain("no full collection");
    }

    [Fact]
    public async Task A_gzipped_log_gives_the_same_answer() =>
        (await CliRun.OfAsync("gclog gc.log.gz")).Out
            .ShouldBe((await CliRun.OfAsync("gclog gc.log")).Out.Replace("gc.log", "gc.log.gz", StringComparison.Ordinal));

    [Fact]
    public async Task Each_process_is_a_heap_of_its_own()
    {
        var log = File.ReadAllText("gc.log");
        var other = log
            .Replace("[7:0x2a4c1000]", "[8:0x5000]", StringComparison.Ordinal)
            .Replace("Scavenge", "Scavenge (interleaved)", StringComparison.Ordinal);
        File.WriteAllText("two.log", other + log);
        Approval.Matches((await CliRun.OfAsync("gclog two.log --last 1")).ToString(), "gclog_two_processes");
        using var both = JsonDocument.Parse((await CliRun.OfAsync("gclog two.log --format json")).Out);
        both.RootElement.GetProperty("heaps").EnumerateArray().Select(heap => heap.GetProperty("processId").GetInt32())
            .ShouldBe([7, 8], ignoreOrder: true);
        using var one = JsonDocument.Parse((await CliRun.OfAsync("gclog two.log --pid 8 --format json")).Out);
        one.RootElement.GetProperty("heaps").EnumerateArray().ShouldHaveSingleItem().GetProperty("isolate").GetString().ShouldBe("0x5000");
        one.RootElement.GetProperty("otherHeaps").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task A_process_that_ran_again_is_another_heap()
    {
        File.WriteAllText("again.log", File.ReadAllText("gc.log") + File.ReadAllText("gc.log"));
        using var json = JsonDocument.Parse((await CliRun.OfAsync("gclog again.log --format json")).Out);
        json.RootElement.GetProperty("heaps").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Damaged_lines_are_left_out_and_told()
    {
        File.WriteAllText("cut.log", File.ReadAllText("gc.log") + "[7:0x2a4c1000]  1201000 ms: Scavenge 40.0 (64.");
        var run = await CliRun.OfAsync("gclog cut.log");
        run.ExitCode.ShouldBe(0);
        run.Out.ShouldContain("1 damaged line was skipped.");
    }

    [Fact]
    public async Task The_plot_is_whole_XML_with_all_its_parts()
    {
        File.WriteAllText("a<b>&.log", File.ReadAllText("gc.log"));
        (await CliRun.OfAsync("gclog a<b>&.log --plot heap.svg")).ExitCode.ShouldBe(0);
        var svg = XDocument.Load("heap.svg").Root!;
        svg.Name.LocalName.ShouldBe("svg");
        var kinds = svg.Descendants().Select(element => element.Attribute("class")?.Value).ToHashSet(StringComparer.Ordinal);
        kinds.IsSupersetOf(["heap", "committed", "floor", "trend", "young", "full", "axis", "grid"]).ShouldBeTrue();
        svg.Descendants().Count(element => element.Name.LocalName == "circle").ShouldBe(20 + 1, "a floor each, and the legend's");
        svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ShouldContain("10 min");
        svg.ToString().ShouldNotContain("NaN");
    }

    [Fact]
    public async Task A_single_collection_can_be_drawn()
    {
        File.WriteAllText("single.log", "[1:0x1]       26 ms: Scavenge 4.7 (5.8) -> 4.0 (6.8) MB, 0.00 / 0.00 ms\n");
        (await CliRun.OfAsync("gclog single.log --plot single.svg")).ExitCode.ShouldBe(0);
        XDocument.Load("single.svg").ToString().ShouldNotContain("NaN");
    }

    [Fact]
    public async Task Each_mistake_in_gclog_is_told_in_one_line_with_the_next_step()
    {
        File.WriteAllText("app.log", "server listens on 3000\n");
        File.WriteAllText("cut-only.log", "[7:0x2a4c1000]  1201000 ms: Scavenge 40.0 (64.");
        File.WriteAllBytes("broken.log.gz", [.. File.ReadAllBytes("gc.log.gz")[..100], .. new byte[200]]);
        File.WriteAllText("nothing.log", "");
        Directory.CreateDirectory("logs");
        string[] mistakes =
        [
            "gclog", "gclog missing.log", "gclog logs", "gclog nothing.log", "gclog app.log", "gclog cut-only.log",
            "gclog app.heapsnapshot", "gclog broken.log.gz", "gclog gc.log --pid 5", "gclog gc.log --fail-on leak",
            "gclog gc.log --last few", "gclog gc.log --plot no-such-folder/gc.svg", "gclog gc.log --plot ./gc.log",
        ];
        var told = "";
        foreach (var mistake in mistakes)
        {
            var run = await CliRun.OfAsync(mistake);
            run.ExitCode.ShouldBe(2, mistake + "\n" + run);
            run.Out.ShouldBeEmpty(mistake);
            run.Error.Count(c => c == '\n').ShouldBe(1, mistake + "\n" + run);
            told += $"$ heapwise {mistake}\n{run.Error}\n";
        }

        Approval.Matches(told);
    }
}
