using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Architecture;

/// <summary>A page in Chinese says what the one in English says.</summary>
public sealed partial class ReadmeLanguageTests
{
    private const int MatchTimeoutMs = 1000;

    public static TheoryData<string> Pages => ["README", "docs/method"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Both_have_the_same_sections(string page) => Levels(Chinese(page)).ShouldBe(Levels(English(page)));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Both_have_the_same_tables(string page) => Rows(Chinese(page)).ShouldBe(Rows(English(page)));

    [Theory]
    [MemberData(nameof(Pages))]
    public void Both_tell_the_same_commands(string page) => Commands(Chinese(page)).ShouldBe(Commands(English(page)));

    /// <summary>What is shown of a report is printed in that language, so only blocks for the shell are compared.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Both_have_the_same_lines_for_the_shell(string page) => Shell(Chinese(page)).ShouldBe(Shell(English(page)));

    /// <summary>To a page that is there in both languages, each leads in its own.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Both_lead_to_the_same_pages_and_to_each_other(string page)
    {
        var name = Path.GetFileName(page);
        var (english, chinese) = (Links(English(page)), Links(Chinese(page)));
        chinese.Select(InEnglish).ShouldBe(english.Select(InEnglish), ignoreOrder: true);
        english.Where(link => link != InEnglish(link)).ShouldBe([$"{name}.zh-CN.md"]);
        chinese.ShouldContain($"{name}.md");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_within_a_page_lead_to_its_sections(string page)
    {
        foreach (var text in new[] { English(page), Chinese(page) })
        {
            var sections = Heading().Matches(text).Select(match => Anchor(match.Groups[2].Value)).ToList();
            Link().Matches(text).Select(match => match.Groups[1].Value).Where(IsWithinPage).ShouldBeSubsetOf(sections);
        }
    }

    private static string English(string page) => Read($"{page}.md");

    private static string Chinese(string page) => Read($"{page}.zh-CN.md");

    private static string Read(string name) => File.ReadAllText(Path.Combine(Repository.Root, name));

    private static string InEnglish(string link) => link.Replace(".zh-CN.md", ".md", StringComparison.Ordinal);

    private static List<int> Levels(string text) => [.. Heading().Matches(text).Select(match => match.Groups[1].Length)];

    /// <summary>How many columns each row has.</summary>
    private static List<int> Rows(string text) => [.. Row().Matches(text).Select(match => match.Value.Count(letter => letter == '|'))];

    private static List<string> Commands(string text) => [.. Command().Matches(text).Select(match => match.Groups[1].Value)];

    private static List<string> Shell(string text) => [.. ShellBlock().Matches(text).Select(match => match.Groups[1].Value)];

    private static HashSet<string> Links(string text) =>
        [.. Link().Matches(text).Select(match => match.Groups[1].Value).Where(link => !IsWithinPage(link))];

    private static bool IsWithinPage(string link) => link.StartsWith('#');

    /// <summary>As GitHub makes it of a heading.</summary>
    private static string Anchor(string heading) => "#" + string.Concat(
        heading.Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')
            .Select(letter => letter == ' ' ? '-' : char.ToLowerInvariant(letter)));

    [GeneratedRegex("^(#+) (.*)$", RegexOptions.Multiline, MatchTimeoutMs)]
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
