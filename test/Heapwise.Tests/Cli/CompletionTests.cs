using System.CommandLine;
using System.CommandLine.Completions;
using Heapwise.Cli;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Shell;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

/// <summary>What a shell's script is answered. The integration tests press the key in real shells.</summary>
public sealed class CompletionTests
{
    private static readonly RootCommand Root = HeapwiseCommand.Create(new Terminal { Output = Stream.Null, Error = TextWriter.Null });

    [Theory]
    [InlineData("-", "--help --version")]
    [InlineData("diagnose|--lang|", "en zh")]
    [InlineData("diagnose|--lang=", "en zh")]
    [InlineData("diagnose|--lang=en|--fail-on|", "leak inconclusive suspects never")]
    [InlineData("record|--format|", "text json md html folded svg")]
    [InlineData("ps|--format|", "text json md html")]
    [InlineData("cache|", "list clear add")]
    [InlineData("completions|", "bash zsh fish powershell")]
    [InlineData("strings|", "files:.heapsnapshot")]
    [InlineData("summary|--sort|name|a", "files:.heapsnapshot")]
    [InlineData("summary|a.heapsnapshot|", "")]
    [InlineData("diff|a|b|c|", "files:.heapsnapshot")]
    [InlineData("strings|--output|", "files:")]
    [InlineData("diagnose|--keep|", "folders:")]
    [InlineData("diagnose|--rounds|", "")]
    [InlineData("diagnose|", "files:.heapsnapshot")]
    [InlineData("diagnose|--load|/|--|", "programs:")]
    [InlineData("diagnose|--|node|", "files:")]
    [InlineData("run|", "")]
    [InlineData("run|--|node|--inspect|--", "files:")]
    [InlineData("nonsense|--", "")]
    [InlineData("diagnose|--nonsense|--lang|", "en zh")]
    public void The_words_so_far_decide_what_is_offered(string line, string expected) => Complete(line).ShouldBe(expected);

    [Fact]
    public void Commands_come_first() => Complete("").ShouldStartWith("diagnose verify test run ");

    [Fact]
    public void An_option_is_offered_until_it_is_given_unless_it_may_be_repeated()
    {
        Complete("diagnose|--").ShouldContain("--lang");
        var options = Complete("diagnose|--lang|en|--ignore|0123456789ab|-o|a.json|--").Split(' ');
        options.ShouldNotContain("--lang");
        options.ShouldNotContain("--output");
        options.ShouldContain("--ignore");
    }

    [Fact]
    public void A_command_without_arguments_offers_its_options() => Complete("ps|").ShouldStartWith("--repair ");

    [Fact]
    public void Every_value_that_is_offered_is_accepted()
    {
        var count = 0;
        foreach (var verb in HelpTests.Verbs())
        {
            foreach (var option in verb.Options.Where(option => option.Arity.MinimumNumberOfValues > 0 && !IsAboutProcesses(option)))
            {
                foreach (var value in Complete($"{verb.Name}|{option.Name}|").Split(' ').Where(IsValue))
                {
                    count++;
                    var errors = Root.Parse([verb.Name, option.Name, value], HeapwiseApp.Parser).Errors;
                    errors.ShouldNotContain(error => error.Message.StartsWith(option.Name, StringComparison.Ordinal));
                }
            }
        }

        count.ShouldBeGreaterThan(60);
    }

    [Fact]
    public void Every_option_that_takes_a_file_or_folder_offers_those()
    {
        foreach (var (verb, option) in HelpTests.Verbs().SelectMany(verb => verb.Options.Select(option => (verb, option))))
        {
            if (option.HelpName is "FILE" or "PATH") Complete($"{verb.Name}|{option.Name}|").ShouldStartWith("files:");
            if (option.HelpName is "FOLDER") Complete($"{verb.Name}|{option.Name}|").ShouldBe("folders:");
        }
    }

    [Theory, InlineData("bash"), InlineData("zsh"), InlineData("fish"), InlineData("powershell")]
    public async Task A_script_says_how_it_is_installed_and_asks_heapwise(string shell)
    {
        var run = await CliRun.OfAsync($"completions {shell}");

        run.ExitCode.ShouldBe(ExitCode.Success, run.ToString());
        run.Out.Split('\n').Take(4).ShouldContain(line => line.StartsWith($"#   heapwise completions {shell} ", StringComparison.Ordinal));
        run.Out.ShouldContain(" completions -- ");
        run.Out.ShouldContain("2>"); // nothing of ours may appear in the prompt
    }

    [Fact]
    public async Task What_the_scripts_read_is_a_value_and_its_description_or_a_kind()
    {
        (await CliRun.OfAsync("completions -- sam")).Out.ShouldContain("\nps\tlists the Node processes on this machine, ");
        (await CliRun.OfAsync("completions -- summary a")).Out.ShouldBe("\tfiles .heapsnapshot\n");
    }

    [Fact]
    public async Task Without_a_shell_the_names_are_listed() =>
        (await CliRun.OfAsync("completions tcsh")).ToString()
            .ShouldBe("[stderr]\nheapwise: completions tcsh: not one of bash, zsh, fish, powershell\n[exit code 2]\n");

    private static string Complete(string line) =>
        string.Join(' ', CommandLineCompletion.Of(Root, line.Split('|')).Select(Describe));

    private static string Describe(CompletionItem item) => item.Kind == Offers.ValueKind ? item.Label : $"{item.Kind}:{item.Label}";

    private static bool IsValue(string text) => text.Length > 0 && !text.Contains(':', StringComparison.Ordinal);

    private static bool IsAboutProcesses(Option option) => option.Name is "--pid" or "--name" or "--inspect";
}
