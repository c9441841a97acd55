using System.Text.RegularExpressions;
using Heapwise.Analysis.Advice;
using Heapwise.Analysis.Growth;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention;
using Heapwise.Cli.Texts;
using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Runs;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

/// <summary>Nothing is left in English of what is said in Chinese, apart from names and code.</summary>
public sealed partial class ChineseTextsTests
{
    /// <summary>Words of one kind with names: of classes, products, options and files, and of the facts told here.</summary>
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "AsyncLocalStorage", "context", "RequestContext", "new", "Function", "eval", "vm.Script", "Object", "Array", "Promise", "Buffer", "Map", "Set", "WeakMap", "WeakRef", "setInterval", "setTimeout", "Timeout", "ArrayBuffer",
        "MB", "kB", "ms", "pending", "heapwise", "stats", "diagnose", "PID", "takes", "Node", "JavaScript", "HTTP", "DOM", "retained", "size", "EMFILE", "ulimit", "closing", "observers",
    };

    [Fact]
    public void Findings_are_told_in_Chinese()
    {
        var texts = AdviceTexts.Chinese;
        foreach (var facts in LeakRulesTests.Told.Select(InChinese))
        {
            foreach (var pattern in texts.Patterns.Values)
            {
                foreach (var sentence in (string[])[pattern.Title(facts), pattern.Why(facts), pattern.Fix(facts), (pattern.Explanation ?? texts.Explanation)(facts)]) ShouldBeChinese(sentence);
                foreach (var comment in Comment().Matches(pattern.Example(facts)).Select(match => match.Value)) ShouldBeChinese(comment);
            }
        }
    }

    [Fact]
    public void Verdicts_evidence_and_outcomes_are_told_in_Chinese()
    {
        var texts = AdviceTexts.Chinese;
        BoundedHolder[] bounded = [new() { Path = "变量 a", Entries = 5, IsDrained = false }, new() { Path = "变量 b", Entries = null, IsDrained = true }, new() { Path = "变量 c", Entries = null, IsDrained = false }];
        foreach (var facts in (VerdictFacts[])[new(1, 3, 5e6, null), new(2, 3, 5e6, "rss", 0) { Requests = 303 }, new(1, 3, 0, "heapUsed"), new(0, 3, 5e3, "external", 1), new(0, 3, 7, "fileDescriptors") { Bounded = bounded }, new(0, 1, 7, "arrayBuffers")])
        {
            foreach (var say in (Func<VerdictFacts, string>[])[texts.Leak, texts.NoLeak, texts.OneRung, texts.NoSnapshots, texts.Unsure, texts.GrowsWithoutObjects]) ShouldBeChinese(say(facts));
        }

        foreach (var facts in (VerificationFacts[])[new(1, 1, 0, 0, 0, 3, "内存"), new(4, 1, 1, 1, 2, 3, "内存"), new(1, 0, 0, 0, 0, 1, "内存")])
        {
            foreach (var say in (Func<VerificationFacts, string>[])[texts.Fixed, texts.NotFixed, texts.NotProved]) ShouldBeChinese(say(facts));
        }

        foreach (var reason in (TrendReason[])[new TrendReason.TooFewRounds(), new TrendReason.Falls(), new TrendReason.WithinNoise(), new TrendReason.GoneWhenIdle(), new TrendReason.Fades(1, 9e6), new TrendReason.Uneven(2, 3), new TrendReason.Steady(3, 0.9)])
            ShouldBeChinese(texts.TrendReason(reason));
        foreach (var kind in (string[])["", "socket", "pipe", "inotify", "/data/", "/data/a", "eventfd"]) ShouldBeChinese(texts.ProcessHolder(new ProcessFacts(MeasureTrends.FileDescriptors, kind, 1, 1)));
        foreach (var measure in (string[])[MeasureTrends.External, MeasureTrends.Rss, MeasureTrends.FileDescriptors])
        {
            ShouldBeChinese(texts.ProcessHolder(new ProcessFacts(measure, "", 1, 1)));
            ShouldBeChinese(texts.MeasureRose(measure, [1, 2_000, 3_000_000]));
        }

        foreach (var pattern in texts.Patterns.Keys) ShouldBeChinese(texts.ShortTitle(pattern, "cache"));
        foreach (var grew in (bool?[])[true, false, null]) ShouldBeChinese(texts.HolderGrew(grew));
        foreach (var sentence in (string[])[texts.BornAndAlive([1, 2]), texts.GrewBytes([1, 2_000]), texts.Evenness(0.5), texts.FromTo("a", "b"), texts.Unnamed, .. Enum.GetValues<Confidence>().Select(texts.ConfidenceWord)]) ShouldBeChinese(sentence);
    }

    [Fact]
    public void Pages_and_narration_are_in_Chinese()
    {
        var words = DiagnosisTextChinese.Text;
        List<string> told =
        [
            .. Enum.GetValues<Verdict>().Select(words.Badge), .. Enum.GetValues<VerificationVerdict>().Select(words.VerificationBadge), .. Enum.GetValues<FindingOutcome>().Select(words.Outcome),
            .. Enum.GetValues<DiagnosisStep>().Select(step => words.Step(step, "末轮", "2 s")), words.SeveralLeaks(2, "5 MB"), words.InFunction("f"), words.DeclaredAt("a.js:1"), words.AlsoHeldBy(["a", "b"]),
            words.Sureness("cache", "高", ["a", "b"], "0123456789ab"), words.Ignored([new IgnoredFinding { Fingerprint = "0123456789ab", Title = "泄漏" }]), words.StaleFingerprint("0123456789ab"),
            words.TheSameWith("--rounds 6"), words.AfterAndBefore("a", "b"), words.RoundOf(1, 3), words.Confirming([], 5), words.Confirming(["a"], 5), words.Confirming(["a", "b"], 5), words.TimeLeft("2 s"),
            words.Load(new LoadDescription.Requests(101, "GET", 8)), words.Load(new LoadDescription.OwnWork(TimeSpan.FromMinutes(1))),
        ];
        foreach (var property in typeof(DiagnosisText).GetProperties().Where(property => property.PropertyType == typeof(string))) told.Add((string)property.GetValue(words)!);
        foreach (var sentence in told.Where(sentence => sentence.Length > 0)) ShouldBeChinese(sentence);
    }

    [Theory]
    [InlineData(HolderKind.Variable, "users.js 中的变量 cache")]
    [InlineData(HolderKind.Property, "Store 的属性 cache")]
    [InlineData(HolderKind.Static, "Store 的静态属性 cache")]
    [InlineData(HolderKind.Global, "全局变量 cache")]
    [InlineData(HolderKind.Export, "users.js 中的模块导出")]
    [InlineData(HolderKind.None, "一个没有名字的对象")]
    public void A_holder_has_a_name_in_Chinese(HolderKind kind, string words)
    {
        var name = new HolderName { Kind = kind, Name = "cache", Root = "cache", Members = [], OwnerClass = "Store", File = "/app/users.js", Functions = [], Library = null, Named = default, Path = null! };
        AdviceTexts.Chinese.HolderName(name).ShouldBe(words);
        AdviceTexts.Chinese.HolderName(name with { Event = "data" }).ShouldBe(words + " 的 data 事件");
    }

    private static FindingFacts InChinese(FindingFacts facts) => facts with { Holder = facts.Name == "entries" ? "一个没有名字的对象" : $"a.js 中的变量 {facts.Name}", Name = facts.Name == "entries" ? AdviceTexts.Chinese.Unnamed : facts.Name };

    /// <summary>No two English words in a row, none but names at all, and no blank where Chinese has none.</summary>
    private static void ShouldBeChinese(string sentence)
    {
        var plain = Code().Replace(sentence, "·");
        foreach (var run in English().Matches(plain).Select(match => match.Value))
        {
            var words = run.Split(' ').Where(word => !Names.Contains(word)).ToList();
            words.Count.ShouldBeLessThan(2, $"'{run}' in: {sentence}");
        }

        sentence.ShouldNotMatch(@"[\u4e00-\u9fff] [\u4e00-\u9fff]| [，。；：、）]|[，。；：（] ", sentence);
        sentence.ShouldNotMatch(@"[\u4e00-\u9fff][,;!?]|[\u4e00-\u9fff]\.( |$)", sentence);
    }

    [GeneratedRegex(@"[A-Za-z]+(?: [A-Za-z]+)+", RegexOptions.None, 1000)]
    private static partial Regex English();

    /// <summary>Calls, options, files, classes with dots, event names.</summary>
    [GeneratedRegex(@"'[a-z]+'|\([a-z ]+\)|--?[A-Za-z][\w-]*|[\w.:/#]*[.:/#_][\w.:/#]*|\w+\([^()]*\)|\{[^{}]*\}|\[\]", RegexOptions.None, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"//.*|/\*.*?\*/", RegexOptions.None, 1000)]
    private static partial Regex Comment();
}
