using Heapwise.Analysis.Advice;
using Heapwise.Analysis.Leaks;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class LeakRulesTests
{
    [Fact]
    public void Every_rule_has_its_texts() =>
        LeakRules.Ordered.Select(rule => rule.Pattern).ShouldBe(AdviceTexts.English.Patterns.Keys, ignoreOrder: true);

    [Fact]
    public void No_two_rules_share_a_pattern() => LeakRules.Ordered.Select(rule => rule.Pattern).ShouldBeUnique();

    [Fact]
    public void Every_sentence_can_be_said()
    {
        var texts = AdviceTexts.English;
        foreach (var facts in (FindingFacts[])[
            new("variable cache of a.js", "cache", "cache", "Map", "User", 1, 100, 10_000, 500, 3, null, null),
            new("an object without a name", "entries", "entries", "object", "(string)", null, null, 3_000_000, null, 2, "data", "node")])
        {
            foreach (var pattern in texts.Patterns.Values)
            {
                foreach (var sentence in (string[])[pattern.Title(facts), pattern.Why(facts), pattern.Fix(facts), texts.Explanation(facts)])
                {
                    sentence.Trim().ShouldNotBeEmpty();
                    sentence.ShouldNotContain("{");
                    sentence.ShouldNotContain("  ");
                }

                pattern.Example(facts).Trim().ShouldNotBeEmpty();
            }
        }
    }
}
