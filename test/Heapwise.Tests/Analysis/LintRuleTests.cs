using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Tests.Architecture;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

/// <summary>The lint rule that is named for a leak.</summary>
public sealed class LintRuleTests
{
    private static readonly LeakLocation Known = new(new CodeLocation("/app/users.js", 12, 3, null, null), null);

    public static TheoryData<LeakPattern, string?> Patterns => new()
    {
        { new TimerPattern(new TimerFacts(1_000, true, false, false)), "heapwise/timer" },
        { new TimerPattern(new TimerFacts(null, false, true, false)), "heapwise/timer" },
        { new TimerPattern(new TimerFacts(5_000, false, false, false)), null },
        { new TimerPattern(null), null },
        { new AsyncContextPattern("Store", 4_000, null, new TimerFacts(1_000, true, false, false)), "heapwise/timer" },
        { new AsyncContextPattern("Store", 4_000, null, null), null },
        { new StreamPattern.UnreadResponse(null), "heapwise/stream-response" },
        { new StreamPattern.Closed("Socket"), "heapwise/growing-collection" },
        { new EventListenerPattern.Listeners(null, true), "heapwise/event-listener" },
        { new EventListenerPattern.NamedEvents(), "heapwise/event-listener-computed-once" },
        { new EventListenerPattern.Subscription("on", null, null, null), "heapwise/event-listener" },
        { new EventListenerPattern.Callbacks("onChange", null), "heapwise/event-listener" },
        { new EventListenerPattern.Callbacks(null, null), "heapwise/growing-collection" },
        { new PromisePattern(PromiseLeak.Reactions), "heapwise/promise" },
        { new PromisePattern(PromiseLeak.Pending), "heapwise/growing-collection" },
        { new CompiledCodePattern.ModuleCache(true), "heapwise/compiled-code" },
        { new UnboundedCachePattern(), "heapwise/growing-collection" },
        { new NativeMemoryPattern(), null },
    };

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_pattern_has_the_rule_that_sees_it_in_source(LeakPattern pattern, string? rule) =>
        LintRules.Find(InMap(pattern)).ShouldBe(rule);

    [Theory]
    [InlineData("Buffer", true, "heapwise/closure")]
    [InlineData("Uint8Array", true, "heapwise/closure")]
    [InlineData("Session", true, "heapwise/growing-collection")]
    [InlineData("Buffer", false, "heapwise/growing-collection")]
    public void A_closure_is_reported_itself_only_if_it_uses_a_buffer(string captured, bool mentions, string rule)
    {
        var function = new LeakFunction(null, null, [new CapturedVariable("payload", captured, 100_000)], mentions);
        LintRules.Find(InMap(new ClosurePattern.Functions()) with { Function = function }).ShouldBe(rule);
    }

    [Fact]
    public void A_table_that_is_looked_up_is_a_cache() =>
        LintRules.Find(InMap(new UnboundedCachePattern()) with { IsLookedUp = true }).ShouldBe("heapwise/unbounded-cache");

    // Context --leaked--> Map --table--> entries
    [Theory]
    [InlineData("leaked.set(id, user)", "heapwise/growing-collection")]
    [InlineData("return leaked.get(id) ?? leaked.set(id, user)", "heapwise/unbounded-cache")]
    public void The_text_says_whether_a_table_is_looked_up(string statement, string rule)
    {
        var finding = TinyProgram.FindLeak(
            rounds =>
            {
                var program = new TinyProgram();
                var table = program.Heap.Array("", 64);
                program.Scope.Context("leaked", program.Heap.Object("Map", 32).Internal("table", table));
                for (var i = 0; i < (rounds + 1) * TinyProgram.PerRound; i++) table.Internal($"{3 * i}", program.Heap.Object("User", 80));
                return program;
            },
            $"const leaked = new Map();\nfunction find(id, user) {{ {statement}; }}");

        finding.LintRule.ShouldBe(rule);
    }

    [Fact]
    public void What_a_rule_cannot_see_has_none()
    {
        var leak = InMap(new UnboundedCachePattern());
        LintRules.Find(leak with { Location = LeakLocation.Unknown }).ShouldBeNull();
        LintRules.Find(leak with { Bound = new LeakBound.Age(Known.Statement!) }).ShouldBeNull();
        var library = TestLeaks.Variable("table") with { Library = "lru" };
        LintRules.Find(TestLeaks.Of(leak.Pattern, library, ContainerKind.Map, "Entry") with { Location = Known }).ShouldBeNull();
    }

    [Fact]
    public void Every_rule_has_a_program_that_leaks()
    {
        var rules = TestLeaks.All.Select(leak => LintRules.Find(leak with { Location = Known })).OfType<string>().Distinct();
        foreach (var rule in rules)
        {
            rule.ShouldStartWith("heapwise/");
            var program = Path.Combine(Repository.Root, "npm/eslint-plugin/programs", rule["heapwise/".Length..], "leaking.js");
            File.Exists(program).ShouldBeTrue(program);
        }
    }

    private static Leak InMap(LeakPattern pattern) =>
        TestLeaks.Of(pattern, "cache", ContainerKind.Map, "Entry", entries: 30) with { Location = Known, IsLookedUp = false };
}
