using Heapwise.Analysis.Advice;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Evidence;
using Heapwise.Analysis.Reports;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class LeakRulesTests
{
    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void Every_rule_has_its_texts(string language) =>
        LeakRules.Ordered.Select(rule => rule.Pattern).Concat(ProcessGrowth.Patterns).ShouldBe(TextsOf(language).Patterns.Keys, ignoreOrder: true);

    [Fact]
    public void No_two_rules_share_a_pattern() => LeakRules.Ordered.Select(rule => rule.Pattern).ShouldBeUnique();

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public void Every_sentence_can_be_said(string language)
    {
        var texts = TextsOf(language);
        foreach (var facts in Told)
        {
            foreach (var pattern in texts.Patterns.Values)
            {
                foreach (var sentence in (string[])[pattern.Title(facts), pattern.Why(facts), pattern.Fix(facts), (pattern.Explanation ?? texts.Explanation)(facts)])
                {
                    sentence.Trim().ShouldNotBeEmpty();
                    sentence.Replace("{ once: true }", "", StringComparison.Ordinal).ShouldNotContain("{");
                    sentence.ShouldNotContain("  ");
                }

                pattern.Example(facts).Trim().ShouldNotBeEmpty();
            }
        }
    }

    private static FunctionReport Function(bool mentions) => new()
    {
        Name = null,
        Location = null,
        Captured = [new CapturedReport { Variable = "payload", ClassName = "Buffer", RetainedBytes = 1_000 }],
        MentionsLargest = mentions,
    };

    internal static AdviceTexts TextsOf(string language)
    {
        var texts = AdviceTexts.For(language);
        texts.Language.ShouldBe(language);
        return texts;
    }

    /// <summary>Every branch of the texts.</summary>
    internal static FindingFacts[] Told =>
    [
        new("variable cache of a.js", "cache", "cache", "Map", "User", 1, 100, 10_000, 500, 3, null, null),
        new("an object without a name", "entries", "entries", "object", "(string)", null, null, 3_000_000, null, 2, "data", "node"),
        new("event abort of variable stop of a.js", "stop", "stop", "linked list", "Listener", 1, 100, 10_000, null, 3, "abort", "node") { IsEventTarget = true, Emitter = "AbortSignal", EmitterCode = "signal" },
        new("variable closing of a.js", "closing", "closing", "object", "system / PromiseReaction", 1, 100, 10_000, null, 3, null, null) { Promise = PromiseLeak.Reactions },
        new("variable pending of a.js", "pending", "pending", "array", "Promise", 1, 100, 10_000, 30, 3, null, null) { Promise = PromiseLeak.Pending },
        new("property #pages of Cache", "#pages", "this.#pages", "Map", "Page", 1, 100, 10_000, 30, 3, null, null) { InnerCollection = "Map" },
        new("variable images of a.js", "images", "images", "Map", "WeakRef", 1, 100, 10_000, 30, 3, null, null) { Weak = WeakLeak.References },
        new("variable finished of a.js", "finished", "finished", "linked list", "Object", 1, 100, 10_000, null, 3, null, null) { Weak = WeakLeak.Registrations },
        new("variable compiled of a.js", "compiled", "compiled", "Map", "Function", 1, 100, 10_000, 30, 3, null, null) { Compiled = new CompiledCode(30, 0, 10_000) },
        new("variable worlds of a.js", "worlds", "worlds", "Map", "Object", 1, 100, 10_000, 30, 3, null, null) { Compiled = new CompiledCode(30, 30, 10_000) },
        new("require.cache", "require.cache", "require.cache", "array", "Module", 1, 100, 10_000, 30, 3, null, null) { IsModuleCache = true },
        new("import()", "import()", "import()", "Map", "ModuleJob", 1, 100, 10_000, 30, 3, null, null) { IsModuleCache = true },
        new("variable ids of a.js", "ids", "ids", "Map", "(sliced string)", 1, 100, 10_000, 30, 3, null, null) { Texts = new KeptTexts(30, 900, 30, 900_000) },
        new("setInterval", "setInterval", "setInterval", "object", "Timeout", 1, 100, 10_000, null, 3, null, null) { Timer = new TimerFacts(1_000, true, false) },
        new("setTimeout", "setTimeout", "setTimeout", "object", "Timeout", 1, 100, 10_000, null, 3, null, null) { Timer = new TimerFacts(null, false, true), Function = Function(true) },
        new("setTimeout", "setTimeout", "setTimeout", "object", "Timeout", 1, 100, 10_000, null, 3, null, null) { Timer = new TimerFacts(5_000, false, false) },
        new("setInterval", "setInterval", "setInterval", "object", "Timeout", 1, 100, 10_000, null, 3, null, null) { Timer = new TimerFacts(1_000, true, false), Function = Function(true) with { Name = "tick", Location = new LocationReport { File = "/a/a.js", Line = 12, Column = 3, Function = null, Source = null } } },
        new("ClientRequest", "ClientRequest", "ClientRequest", "object", "ClientRequest", 1, 100, 10_000, null, 3, null, null) { Stream = new StreamFacts(StreamLeak.UnreadResponse, "IncomingMessage", "api.local") },
        new("variable clients of a.js", "clients", "clients", "Set", "ServerResponse", 1, 100, 10_000, 20, 3, null, null) { Stream = new StreamFacts(StreamLeak.Closed, "ServerResponse", null) },
        new("setTimeout", "setTimeout", "setTimeout", "object", "Timeout", 1, 100, 10_000, null, 3, null, null) { Timer = new TimerFacts(5_000, false, false), AsyncContext = new AsyncContextFacts("RequestContext", 4_000, null, "context") },
        new("variable recent of a.js", "recent", "recent", "Map", "Promise", 1, 100, 10_000, 30, 3, null, null) { AsyncContext = new AsyncContextFacts("Object", 4_000, null, null) },
        new("setTimeout", "setTimeout", "setTimeout", "object", "Timeout", 1, 100, 10_000, null, 3, null, null) { Timer = new TimerFacts(5_000, false, true, true) },
        new("property observers of Subject", "observers", "this.observers", "array", "Function", 1, 100, 10_000, 30, 3, null, null) { Subscription = new SubscriptionFacts("subscribe", "Subject", "temperature", null) },
        new("variable observers of a.js", "observers", "observers", "array", "Object", 1, 100, 10_000, 30, 3, null, null) { Subscription = new SubscriptionFacts("on", null, null, null) },
        new("sockets", "socket", "socket", "object", null, null, null, 0, null, 3, null, null) { Process = new ProcessFacts("fileDescriptors", "socket", 1, 20) },
        new("descriptors of a.txt", "/data/a.txt", "file", "object", null, null, null, 0, null, 3, null, null) { Process = new ProcessFacts("fileDescriptors", "/data/a.txt", null, 20) },
        new("variable handlers of a.js", "handlers", "handlers", "Set", "Function", 1, 100, 10_000, 30, 3, null, null) { Function = Function(true) },
        new("variable handlers of a.js", "handlers", "handlers", "Map", "Function", 1, 100, 10_000, 30, 3, null, null) { Function = Function(false) },
    ];
}
