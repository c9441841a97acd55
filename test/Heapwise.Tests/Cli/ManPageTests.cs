using Heapwise.Cli;
using Heapwise.Cli.Commands;
using Heapwise.Cli.Help;
using Heapwise.Cli.Shell;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

public sealed class ManPageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-man-").FullName;

    [Fact]
    public void Each_listed_command_has_a_page_that_names_its_arguments_options_and_examples()
    {
        var pages = Pages();

        pages.Keys.ShouldBe(Listed().Select(verb => $"heapwise-{verb.Name}.1").Prepend("heapwise.1"));
        foreach (var verb in Listed())
        {
            var page = PlainText(pages[$"heapwise-{verb.Name}.1"]);
            foreach (var option in verb.Options.SelectMany(HelpText.NamesOf)) page.ShouldContain(option);
            foreach (var argument in verb.Arguments) page.ShouldContain(argument.Description!);
            foreach (var example in verb.Examples) page.ShouldContain(example.CommandLine);
        }
    }

    [Fact]
    public void Heapwise_itself_lists_the_commands_and_the_exit_codes()
    {
        var page = PlainText(Pages()["heapwise.1"]);

        foreach (var verb in Listed()) page.ShouldContain($"heapwise-{verb.Name} (1)");
        page.ShouldContain("a leak was found, or a threshold was crossed");
    }

    [Theory]
    [InlineData(".nothing", @"\&.nothing")]
    [InlineData("a per-thread heap (--no-index) - or -n", @"a per-thread heap (\-\-no\-index) - or \-n")]
    [InlineData(@"C:\tmp … 'x'", @"C:\etmp \[u2026] \(aqx\(aq")]
    public void Text_is_written_so_that_roff_shows_it_as_it_is(string text, string roff) => RoffText.Prose(text).ShouldBe(roff);

    [Fact]
    public async Task Pages_are_printed_or_written_and_only_those_of_heapwise_are_replaced()
    {
        (await CliRun.OfAsync("man diagnose")).Out.ShouldBe(Pages()["heapwise-diagnose.1"]);
        var page = Path.Combine(_folder, "heapwise-ps.1");
        await File.WriteAllTextAsync(page, ManPage.Mark + " Earlier.", TestContext.Current.CancellationToken);

        (await CliRun.OfAsync($"man -o {_folder}")).ToString().ShouldBe("[exit code 0]\n");

        Directory.GetFiles(_folder).Length.ShouldBe(Pages().Count);
        File.ReadAllText(page).ShouldBe(Pages()["heapwise-ps.1"]);
        await File.WriteAllTextAsync(page, "mine", TestContext.Current.CancellationToken);
        (await CliRun.OfAsync($"man -o {_folder}")).ExitCode.ShouldBe(ExitCode.Usage);
        File.ReadAllText(page).ShouldBe("mine");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Dictionary<string, string> Pages() => ManPage
        .All(HeapwiseCommand.Create(new Terminal { Output = Stream.Null, Error = TextWriter.Null }))
        .ToDictionary(page => page.File, page => page.Text, StringComparer.Ordinal);

    private static IEnumerable<Verb> Listed() => HelpTests.Verbs().Where(verb => !verb.Hidden);

    private static string PlainText(string roff) => roff
        .Replace(@"\-", "-", StringComparison.Ordinal)
        .Replace(@"\%", "", StringComparison.Ordinal)
        .Replace(@"\(aq", "'", StringComparison.Ordinal)
        .Replace(@"\[u2026]", "…", StringComparison.Ordinal);
}
