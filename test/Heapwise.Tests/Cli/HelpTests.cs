using Heapwise.Analysis.Reports;
using Heapwise.Cli;
using Heapwise.Cli.Commands;
using Heapwise.Cli.Help;
using Heapwise.Cli.Shell;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

public sealed class HelpTests
{
    [Fact]
    public async Task No_arguments_print_where_to_begin()
    {
        var run = await CliRun.OfAsync("");
        run.ExitCode.ShouldBe(0);
        run.Out.ShouldContain("heapwise sample");
        run.Out.ShouldContain("heapwise --help");
    }

    [Fact]
    public void The_start_page_names_the_processes_that_run_here()
    {
        var server = Process(4711, "/srv/shop/server.js", "node /srv/shop/server.js", canAttach: true);
        var unnamed = Process(4890, null, "node -e setInterval(() => {}, 1000)", canAttach: true);
        var foreign = Process(99, null, "node app.js", canAttach: false);
        ProcessRow[][] machines = [[], [server, unnamed], [foreign, server], [server, unnamed, server, foreign]];

        Approval.Matches(string.Join('\n', machines.Select(HelpText.StartPage)));
    }

    [Fact]
    public void The_start_page_has_eight_lines_at_most()
    {
        var page = HelpText.StartPage([.. Enumerable.Repeat(Process(4711, null, "node app.js", canAttach: true), 40)]);

        page.TrimEnd().Split('\n').Length.ShouldBeLessThanOrEqualTo(8);
    }

    [Fact]
    public async Task Help_lists_every_command() => Approval.Matches((await CliRun.OfAsync("--help")).ToString());

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Help_of_a_command_is_as_approved(string command) =>
        Approval.Matches((await CliRun.OfAsync(command + " --help")).ToString(), "Help_of_" + command);

    [Fact]
    public async Task Help_wins_over_mistakes_in_the_command_line()
    {
        var run = await CliRun.OfAsync("diff --top x --help");
        run.ExitCode.ShouldBe(0);
        run.Out.ShouldStartWith("heapwise diff BEFORE AFTER");
    }

    [Fact]
    public async Task No_line_of_help_is_wider_than_80_columns()
    {
        foreach (var command in Verbs().Select(verb => verb.Name).Append(""))
        {
            var run = await CliRun.OfAsync(command + " --help");
            run.Out.Split('\n').ShouldAllBe(line => line.Length <= 80);
        }
    }

    [Fact]
    public async Task Version_is_the_name_and_a_number() =>
        (await CliRun.OfAsync("--version")).Out.ShouldMatch(@"^heapwise \d+\.\d+\.\d+\n$");

    [Fact]
    public void Every_command_has_an_example() => Verbs().ShouldAllBe(verb => verb.Examples.Count > 0);

    public static TheoryData<string> Names() => [.. Verbs().Select(verb => verb.Name)];

    internal static IEnumerable<Verb> Verbs() =>
        HeapwiseCommand.Create(new Terminal { Output = Stream.Null, Error = TextWriter.Null }).Subcommands.Cast<Verb>();

    internal static ProcessRow Process(int pid, string? script, string command, bool canAttach) => new()
    {
        Pid = pid,
        OwnPid = pid,
        ParentPid = null,
        UserId = 1000,
        Version = "v24.21.0",
        Script = script,
        Command = command,
        WorkerThreads = null,
        AgeSeconds = 60,
        RssBytes = 312_000_000,
        HeapLimitBytes = null,
        CgroupLimitBytes = null,
        CgroupUsedBytes = null,
        Inspector = null,
        CanAttach = canAttach,
        Obstacle = canAttach ? null : "pid 99 belongs to another user",
        ObstacleReason = canAttach ? null : "belongs to another user",
    };
}
