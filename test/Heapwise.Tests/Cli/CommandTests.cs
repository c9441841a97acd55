using System.Text.Json;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

[Collection(SampleFolderCollection.Name)]
public sealed class CommandTests
{
    public static TheoryData<string, string> Runs { get; } = new()
    {
        { "summary", "summary app.heapsnapshot" },
        { "summary_filtered", "summary app.heapsnapshot --filter SESS --sort count" },
        { "summary_no_match", "summary app.heapsnapshot --filter nothing-like-it" },
        { "summary_top", "summary app.heapsnapshot --top 2" },
        { "summary_by_name", "summary app.heapsnapshot --sort name --top 0" },
        { "diff", "diff before.heapsnapshot after.heapsnapshot" },
        { "diff_backwards", "diff after.heapsnapshot before.heapsnapshot" },
        { "diff_nothing", "diff app.heapsnapshot app.heapsnapshot" },
        { "diff_by_structure", "diff healthy.heapsnapshot sick.heapsnapshot" },
        { "diff_trend", "diff 1.heapsnapshot 2.heapsnapshot 3.heapsnapshot" },
        { "node", "node app.heapsnapshot @13" },
        { "node_closure", "node app.heapsnapshot 11" },
        { "node_strange_names", "node app.heapsnapshot @5" },
        { "node_few", "node app.heapsnapshot @17 --top 2" },
        { "retainers", "retainers app.heapsnapshot @13" },
        { "retainers_class", "retainers app.heapsnapshot --class Session" },
        { "dominators", "dominators app.heapsnapshot" },
        { "dominators_below", "dominators app.heapsnapshot @13 --depth 3 --top 1" },
        { "strings", "strings app.heapsnapshot" },
        { "gclog", "gclog gc.log" },
        { "gclog_steady", "gclog soak.log --last 0" },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task Text_is_as_approved(string name, string arguments) =>
        Approval.Matches((await CliRun.OfAsync(arguments)).ToString(), name);

    [Theory]
    [InlineData("summary", "summary app.heapsnapshot")]
    [InlineData("diff_by_structure", "diff healthy.heapsnapshot sick.heapsnapshot")]
    [InlineData("diff", "diff before.heapsnapshot after.heapsnapshot")]
    [InlineData("node", "node app.heapsnapshot @13")]
    [InlineData("retainers", "retainers app.heapsnapshot @13")]
    [InlineData("retainers_class", "retainers app.heapsnapshot --class Session")]
    [InlineData("dominators", "dominators app.heapsnapshot @13")]
    [InlineData("strings", "strings app.heapsnapshot")]
    [InlineData("gclog", "gclog gc.log --last 2")]
    public async Task Json_is_as_approved(string name, string arguments)
    {
        var run = await CliRun.OfAsync(arguments + " --format json");
        using var json = JsonDocument.Parse(run.Out);
        json.RootElement.GetProperty("schema").GetString()!.ShouldStartWith("heapwise.");
        Approval.Matches(run.ToString(), name + ".json");
    }

    [Theory]
    [InlineData("summary", "summary app.heapsnapshot")]
    [InlineData("diff_trend", "diff 1.heapsnapshot 2.heapsnapshot 3.heapsnapshot")]
    [InlineData("node_strange_names", "node app.heapsnapshot @5")]
    [InlineData("retainers", "retainers app.heapsnapshot @13")]
    [InlineData("dominators", "dominators app.heapsnapshot")]
    public async Task Markdown_is_as_approved(string name, string arguments) =>
        Approval.Matches((await CliRun.OfAsync(arguments + " --format md")).ToString(), name + ".md");

    [Fact]
    public async Task Json_has_all_classes_unless_top_says_otherwise()
    {
        var all = ClassesOf(await CliRun.OfAsync("summary app.heapsnapshot --format json"));
        ClassesOf(await CliRun.OfAsync("summary app.heapsnapshot --format json --top 2")).ShouldBe(all.Take(2));
        all.Count.ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task A_gzipped_file_gives_the_same_answer()
    {
        var plain = await CliRun.OfAsync("summary app.heapsnapshot");
        var packed = await CliRun.OfAsync("summary app.heapsnapshot.gz");
        packed.Out.ShouldBe(plain.Out.Replace("app.heapsnapshot", "app.heapsnapshot.gz", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_narrow_window_keeps_ids_and_sizes_whole()
    {
        foreach (var (_, arguments) in Runs.Select(run => run.Data))
        {
            var run = await CliRun.OfAsync(arguments, width: 60);
            run.Out.Split('\n').ShouldAllBe(line => line.Length <= 60, arguments);
        }

        (await CliRun.OfAsync("retainers app.heapsnapshot @13", width: 50)).Out.ShouldContain("@13");
    }

    [Fact]
    public async Task Colours_are_for_terminals_only()
    {
        const string Escape = "\u001b[";
        (await CliRun.OfAsync("diff before.heapsnapshot after.heapsnapshot", isTerminal: true)).Out.ShouldContain(Escape);
        (await CliRun.OfAsync("diff before.heapsnapshot after.heapsnapshot")).Out.ShouldNotContain(Escape);
        (await CliRun.OfAsync("diff before.heapsnapshot after.heapsnapshot --no-color", isTerminal: true)).Out.ShouldNotContain(Escape);
        (await CliRun.OfAsync("diff before.heapsnapshot after.heapsnapshot", isTerminal: true, variables: ("NO_COLOR", "1"))).Out
            .ShouldNotContain(Escape);
        (await CliRun.OfAsync("diff before.heapsnapshot after.heapsnapshot", isTerminal: true, variables: ("TERM", "dumb"))).Out
            .ShouldNotContain(Escape);
    }

    [Fact]
    public async Task Output_goes_to_the_file_in_the_format_of_its_ending()
    {
        var text = await CliRun.OfAsync("summary app.heapsnapshot -o overview.txt");
        text.ShouldBe(new CliRun(0, "", ""));
        File.ReadAllText("overview.txt").ShouldStartWith("app.heapsnapshot: ");
        await CliRun.OfAsync("summary app.heapsnapshot --output overview.json");
        File.ReadAllText("overview.json").ShouldBe((await CliRun.OfAsync("summary app.heapsnapshot --format json")).Out);
        await CliRun.OfAsync("summary app.heapsnapshot -o overview.md");
        File.ReadAllText("overview.md").ShouldStartWith("`app.heapsnapshot`: ");
        await CliRun.OfAsync("summary app.heapsnapshot -o overview.md --format text --overwrite");
        File.ReadAllText("overview.md").ShouldStartWith("app.heapsnapshot: ");
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_told_in_one_line()
    {
        var run = await CliRun.OfAsync("summary app.heapsnapshot -o no-such-folder/report.txt");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldBe("heapwise: no-such-folder/report.txt: cannot be written: no such folder\n");
        Directory.CreateDirectory("taken");
        (await CliRun.OfAsync("summary app.heapsnapshot -o taken"))
            .ShouldBe(new CliRun(2, "", "heapwise: taken: cannot be written: it is a folder\n"));
    }

    [Fact]
    public async Task A_file_that_exists_is_replaced_only_on_request()
    {
        File.WriteAllText("kept.txt", "precious");
        (await CliRun.OfAsync("summary app.heapsnapshot -o kept.txt")).ShouldBe(
            new CliRun(2, "", "heapwise: kept.txt: exists already. Choose another name, or replace it with --overwrite\n"));
        File.ReadAllText("kept.txt").ShouldBe("precious");
        (await CliRun.OfAsync("summary app.heapsnapshot -o kept.txt --overwrite")).ExitCode.ShouldBe(0);
        File.ReadAllText("kept.txt").ShouldStartWith("app.heapsnapshot: ");
        File.WriteAllText("empty.txt", "");
        (await CliRun.OfAsync("summary app.heapsnapshot -o empty.txt")).ExitCode.ShouldBe(0); // as mktemp makes it
    }

    [Fact]
    public async Task A_device_can_take_the_answer()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /dev/null and /dev/full");
        (await CliRun.OfAsync("summary app.heapsnapshot -o /dev/null")).ShouldBe(new CliRun(0, "", ""));
        var full = await CliRun.OfAsync("summary app.heapsnapshot -o /dev/full");
        full.ExitCode.ShouldBe(2);
        full.Error.ShouldStartWith("heapwise: /dev/full: cannot be written: no space left on device\n");
    }

    [Fact]
    public async Task Verbose_tells_time_and_memory_on_stderr()
    {
        var run = await CliRun.OfAsync("summary app.heapsnapshot --verbose");
        run.Error.ShouldMatch(@"^heapwise: app.heapsnapshot: opened in .*, 20 nodes, 19 edges, peak memory [0-9.]+ .B\n$");
    }

    private static List<string> ClassesOf(CliRun run)
    {
        using var json = JsonDocument.Parse(run.Out);
        return [.. json.RootElement.GetProperty("classes").EnumerateArray().Select(row => row.GetProperty("key").GetString()!)];
    }
}
