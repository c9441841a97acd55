using Heapwise.Live.Launching;
using Heapwise.Live.Targets;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Live;

public sealed class FlagChoiceTests
{
    private const string Rest = "--heapsnapshot-near-heap-limit=3 --diagnostic-dir=/srv/snapshots --inspect-port=127.0.0.1:0";

    [Fact]
    public void Node_gets_its_flags_before_the_script()
    {
        var plan = Plan("node app.js --port 80", Around with { MemoryLimitBytes = 512L << 20 });
        string.Join(' ', plan.Arguments).ShouldBe($"--max-old-space-size=384 {Rest} app.js --port 80");
        plan.NodeOptions.ShouldBeNull();
        plan.Folder.ShouldBe("/srv/snapshots");
    }

    [Fact]
    public void Other_programs_get_the_flags_appended_to_the_environment()
    {
        var plan = Plan("npm start", Around with { NodeOptions = " --trace-warnings " });
        string.Join(' ', plan.Arguments).ShouldBe("start");
        plan.NodeOptions.ShouldBe($"--trace-warnings {Rest}");
    }

    [Theory]
    [InlineData("node --max-old-space-size=40 app.js", null, "--max-old-space-size")]
    [InlineData("node --max_old_space_size=40 app.js", null, "--max-old-space-size")]
    [InlineData("node --max-old-space-size-percentage=50 app.js", null, "--max-old-space-size")]
    [InlineData("node app.js", "--max-old-space-size=40", "--max-old-space-size")]
    [InlineData("npm start", "--max-old-space-size=40", "--max-old-space-size")]
    [InlineData("node --require ./a.js --heapsnapshot-near-heap-limit 1 app.js", null, "--heapsnapshot-near-heap-limit")]
    [InlineData("node --diagnostic-dir=/tmp app.js", null, "--diagnostic-dir")]
    [InlineData("node --inspect-port=9333 app.js", null, "--inspect-port")]
    [InlineData("node --debug-port 9333 app.js", null, "--inspect-port")]
    [InlineData("node --inspect app.js", null, "--inspect-port")]
    [InlineData("node --inspect-brk=9333 app.js", null, "--inspect-port")]
    [InlineData("node --disable-sigusr1 app.js", null, "--inspect-port")]
    public void Given_flags_are_kept(string command, string? nodeOptions, string kind)
    {
        var plan = Plan(command, Around with { MemoryLimitBytes = 512L << 20, NodeOptions = nodeOptions });
        plan.Flags.ShouldNotContain(flag => flag.StartsWith(kind, StringComparison.Ordinal));
        plan.Flags.Count.ShouldBe(3);
        plan.Choices.Count(choice => choice.Reason.Contains("yours", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Theory]
    [InlineData("node app.js --max-old-space-size=40")]
    [InlineData("node -- app.js --max-old-space-size=40")]
    [InlineData("npm start --max-old-space-size=40")]
    public void Arguments_of_the_script_are_not_for_Node(string command) =>
        Plan(command, Around with { MemoryLimitBytes = 512L << 20 }).Flags[0].ShouldBe("--max-old-space-size=384");

    [Fact]
    public void Without_a_memory_limit_V8_chooses() => Plan("node app.js", Around).Flags.ShouldBe(Rest.Split(' '));

    [Fact]
    public void An_inspector_that_listens_at_once_replaces_its_port() =>
        FlagChoice.CreatePlan(CommandOf("node app.js"), Around, opensInspector: true).Flags[^1].ShouldBe("--inspect=127.0.0.1:0");

    [Fact]
    public void Snapshots_turned_off_need_no_folder_and_no_warning()
    {
        var plan = Plan("node --heapsnapshot-near-heap-limit=0 app.js", Around with { MemoryLimitBytes = 512L << 20, FreeDiskBytes = 1 });
        plan.Flags.ShouldBe(["--max-old-space-size=384", "--inspect-port=127.0.0.1:0"]);
        plan.Folder.ShouldBeNull();
        plan.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void A_full_folder_gets_no_more_snapshots()
    {
        var earlier = Enumerable.Range(0, FlagChoice.MaxSnapshots).Select(i => new FileInfo($"/srv/snapshots/{i}.heapsnapshot")).ToArray();
        var plan = Plan("node app.js", Around with { Earlier = earlier });
        plan.Flags.ShouldBe(["--inspect-port=127.0.0.1:0"]);
        plan.Choices[1].Reason.ShouldContain("contains 6 snapshots");
        Plan("node app.js", Around with { Earlier = earlier[1..] }).Flags.Count.ShouldBe(3);
    }

    [Fact]
    public void A_disk_that_is_too_small_is_reported_with_both_sizes()
    {
        // 100 MiB of small objects make files of up to 340 MB
        var plan = Plan("node --max-old-space-size=100 app.js", Around with { FreeDiskBytes = 700_000_000 });
        plan.Warnings.ShouldHaveSingleItem().ShouldBe(
            "3 snapshots at a heap limit of 104.9 MB can need 1.01 GB, and /srv/snapshots has 700 MB free");
        Plan("node --max-old-space-size=100 app.js", Around with { FreeDiskBytes = 1_300_000_000 }).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void A_memory_limit_that_a_snapshot_may_exceed_is_reported() =>
        Plan("node app.js", Around with { MemoryLimitBytes = 512L << 20 }).Warnings.ShouldHaveSingleItem()
            .ShouldContain("the kernel then kills the program, and the file stays empty");

    [Theory]
    [InlineData("--a --b=1  --c", "--a|--b=1|--c")]
    [InlineData("--require \"./my folder/a.js\"", "--require|./my folder/a.js")]
    [InlineData("--title=\"a \\\"b\\\" c\"", "--title=a \"b\" c")]
    [InlineData("a\\b", "a\\b")]
    [InlineData("\"\"", "")]
    public void Node_options_are_split_as_Node_does(string text, string expected) =>
        string.Join('|', NodeOptionsText.Split(text)).ShouldBe(expected);

    [Theory]
    [InlineData("plain")]
    [InlineData("with blank")]
    [InlineData("quote\"d \\ back")]
    public void A_word_survives_Node_options(string word) =>
        NodeOptionsText.Split(NodeOptionsText.Append("--first", [word])).ShouldBe(["--first", word]);

    private static LaunchSurroundings Around => new()
    {
        Folder = "/srv/snapshots",
        Earlier = [],
        FreeDiskBytes = 1L << 40,
        MachineMemoryBytes = 24L << 30,
    };

    private static LaunchPlan Plan(string command, LaunchSurroundings around) =>
        FlagChoice.CreatePlan(CommandOf(command), around, opensInspector: false);

    private static TargetSpec.Command CommandOf(string command) => TargetSpec.FromCommand(command.Split(' '));
}
