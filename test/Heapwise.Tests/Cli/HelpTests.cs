using Heapwise.Cli;
using Heapwise.Cli.Commands;
using Heapwise.Cli.Shell;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

public sealed class HelpTests
{
    [Fact]
    public async Task No_arguments_print_where_to_begin() => Approval.Matches((await CliRun.OfAsync("")).ToString());

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
}
