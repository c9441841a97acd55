using System.Text.RegularExpressions;
using Heapwise.Cli;
using Heapwise.Cli.Shell;
using Heapwise.Tests.Architecture;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

/// <summary>
/// What people copy from the README and the docs is what the program takes. The first command is run as it stands by the
/// integration tests.
/// </summary>
public sealed partial class ReadmeTests
{
    private static readonly string[] Documents =
    [
        "README.md", "README.zh-CN.md", "docs/cli.md", "docs/guard.md", "docs/method.md", "docs/method.zh-CN.md",
        "docs/decisions/0004-index-of-opened-snapshots.md",
    ];

    public static TheoryData<string> Commands =>
    [
        .. Documents
            .SelectMany(file => Command().Matches(File.ReadAllText(Path.Combine(Repository.Root, file))))
            .Select(match => match.Groups["line"].Value.Trim())
            .Distinct(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Commands_of_the_documents_are_understood(string commandLine)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var words = commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(word => word switch
        {
            "N" or "PID" => "4711",
            "@ID" or "[@ID]" => "@13",
            "[MORE]" => "more.heapsnapshot",
            _ => word.Trim('\''),
        });
        var parsed = HeapwiseCommand.Create(new Terminal { Output = output, Error = error }).Parse([.. words], HeapwiseApp.Parser);
        parsed.Errors.ShouldBeEmpty();
        parsed.CommandResult.Command.ShouldNotBe(parsed.RootCommandResult.Command, "a command is named");
    }

    [Fact]
    public void The_first_two_commands_are_a_diagnosis_and_the_check()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        var block = readme.Split("```")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries);
        block[1].ShouldStartWith("./heapwise ");
        block[2].ShouldBe("./check");
    }

    [GeneratedRegex(
        @"(^|`)(\./)?(?<line>heapwise [a-z]+ [^`\n|]*)(`|$)",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Command();
}
