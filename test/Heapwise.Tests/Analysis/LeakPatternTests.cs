using Heapwise.Analysis.Language;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Reports;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

/// <summary>The list of patterns, and that every language says something sound about each of their variants.</summary>
public sealed class LeakPatternTests
{
    public static TheoryData<string> Languages => [.. ReportLanguages.All.Select(language => language.Code)];

    [Fact]
    public void Every_pattern_is_covered_by_the_test_leaks()
    {
        var patterns = typeof(LeakPattern).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(LeakPattern)));
        TestLeaks.All.Select(leak => leak.Pattern.GetType()).Distinct().ShouldBe(patterns, ignoreOrder: true);
    }

    [Fact]
    public void No_two_patterns_share_a_name()
    {
        var names = TestLeaks.All.Select(leak => leak.Pattern).GroupBy(pattern => pattern.Name, pattern => RootOf(pattern.GetType()));
        foreach (var group in names) group.Distinct().ShouldHaveSingleItem(group.Key);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_sentence_about_a_leak_is_complete(string code)
    {
        var language = ReportLanguages.Find(code).ShouldNotBeNull();
        foreach (var leak in TestLeaks.All)
        {
            var text = language.Describe(leak);
            foreach (var sentence in SentencesOf(text)) ShouldBeWhole(sentence, leak);
            text.Example.Trim().ShouldNotBeEmpty();
            text.Title.ShouldNotEndWith(".");
        }
    }

    private static string[] SentencesOf(LeakText text) => [text.Title, text.Explanation, text.Why, text.Fix];

    private static void ShouldBeWhole(string sentence, Leak leak)
    {
        sentence.Trim().ShouldBe(sentence);
        sentence.ShouldNotBeEmpty(leak.Pattern.ToString());
        sentence.Replace("{ once: true }", "", StringComparison.Ordinal).ShouldNotContain("{", Case.Sensitive, leak.Pattern.ToString());
        sentence.ShouldNotContain("  ");
        sentence.ShouldNotContain("()()");
    }

    /// <summary>The record right below <see cref="LeakPattern"/>: variants of one pattern are nested in it.</summary>
    private static Type RootOf(Type type) => type.BaseType == typeof(LeakPattern) ? type : RootOf(type.BaseType!);
}
