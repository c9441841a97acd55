using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Architecture;

/// <summary>The README in Chinese says what the one in English says.</summary>
public sealed partial class ReadmeLanguageTests
{
    private const int MatchTimeoutMs = 1000;

    private static readonly string English = Read("README.md");
    private static readonly string Chinese = Read("README.zh-CN.md");

    [Fact]
    public void Both_have_the_same_sections() => Levels(Chinese).ShouldBe(Levels(English));

    [Fact]
    public void Both_have_the_same_tables() => Rows(Chinese).ShouldBe(Rows(English));

    [Fact]
    public void Both_tell_the_same_commands() => Commands(Chinese).ShouldBe(Commands(English));

    /// <summary>What is shown of a report is printed in that language, so only blocks for the shell are compared.</summary>
    [Fact]
    public void Both_have_the_same_lines_for_the_shell() => Shell(Chinese).ShouldBe(Shell(English));

    [Fact]
    public void Both_lead_to_the_same_pages_and_to_each_other()
    {
        Links(Chinese).Except(["README.md"]).ShouldBe(Links(English).Except(["README.zh-CN.md"]), ignoreOrder: true);
        Links(Chinese).ShouldContain("README.md");
        Links(English).ShouldContain("README.zh-CN.md");
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Repository.Root, name));

    private static List<int> Levels(string text) => [.. Heading().Matches(text).Select(match => match.Groups[1].Length)];

    /// <summary>How many columns each row has.</summary>
    private static List<int> Rows(string text) => [.. Row().Matches(text).Select(match => match.Value.Count(letter => letter == '|'))];

    private static List<string> Commands(string text) => [.. Command().Matches(text).Select(match => match.Groups[1].Value)];

    private static List<string> Shell(string text) => [.. ShellBlock().Matches(text).Select(match => match.Groups[1].Value)];

    private static HashSet<string> Links(string text) => [.. Link().Matches(text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^(#+) ", RegexOptions.Multiline, MatchTimeoutMs)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^\|.*\|$", RegexOptions.Multiline, MatchTimeoutMs)]
    private static partial Regex Row();

    [GeneratedRegex("`((?:heapwise|\\./heapwise|node) [^`]+)`", RegexOptions.None, MatchTimeoutMs)]
    private static partial Regex Command();

    [GeneratedRegex("^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, MatchTimeoutMs)]
    private static partial Regex ShellBlock();

    [GeneratedRegex(@"\]\(([^)]+)\)", RegexOptions.None, MatchTimeoutMs)]
    private static partial Regex Link();
}
