using System.Text.RegularExpressions;
using Heapwise.Analysis;
using Heapwise.Analysis.Language;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Verification;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Analysis.Survivors;
using Heapwise.Cli.Texts;
using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Runs;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

/// <summary>Nothing is left in English of what is said in Chinese, apart from names and code.</summary>
public sealed partial class ChineseLanguageTests
{
    /// <summary>Words of one kind with names: of classes, products, options and files, and of the facts described here.</summary>
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "AsyncLocalStorage", "context", "RequestContext", "new", "Function", "eval", "vm.Script", "Object", "Array", "Promise", "Buffer",
        "Map", "Set", "WeakMap", "WeakRef", "setInterval", "setTimeout", "Timeout", "ArrayBuffer",
        "MB", "kB", "ms", "pending", "heapwise", "stats", "diagnose", "PID", "takes", "Node", "JavaScript", "HTTP", "DOM",
        "retained", "size", "EMFILE", "ulimit", "closing", "observers",
    };

    [Theory]
    [InlineData(ProcessRole.Main, null, "app.js", "app.js")]
    [InlineData(ProcessRole.Main, 1, "app.js 的 worker 线程 1", "worker 1 of app.js")]
    [InlineData(
        ProcessRole.Child, 2, "app.js 的子进程 7（server.js）的 worker 线程 2", "worker thread 2 of child process 7 (server.js) of app.js")]
    public void A_thread_is_named_in_each_language(ProcessRole role, int? thread, string chinese, string english)
    {
        var target = new DiagnosisTarget.Program("app.js") { Process = new DiagnosedProcess(7, role, "/srv/server.js", thread) };
        ReportLanguages.Chinese.NameOf(target).ShouldBe(chinese);
        ReportLanguages.English.NameOf(target).ShouldBe(english);
    }

    [Fact]
    public void Leaks_are_described_in_Chinese()
    {
        foreach (var text in TestLeaks.All.Select(ReportLanguages.Chinese.Describe))
        {
            foreach (var sentence in (string[])[text.Title, text.Explanation, text.Why, text.Fix]) ShouldBeChinese(sentence);
            foreach (var comment in Comment().Matches(text.Example).Select(match => match.Value)) ShouldBeChinese(comment);
        }
    }

    [Fact]
    public void Verdicts_are_explained_in_Chinese()
    {
        BoundedHolder[] bounded =
        [
            new(TestLeaks.All[0].Holder, 5, IsDrained: false),
            new(TestLeaks.All[0].Holder, null, IsDrained: true),
            new(TestLeaks.All[0].Holder, null, IsDrained: false),
        ];
        VerdictReason[] reasons =
        [
            new VerdictReason.SteadyGrowth(1, 5e6, null),
            new VerdictReason.SteadyGrowth(2, 5e6, 303),
            new VerdictReason.SteadyGrowth(1, 0, 303),
            new VerdictReason.SteadyGrowth(1, 5e6, 303, 1e6),
            new VerdictReason.SteadyGrowth(2, 5e6, 303, 1e6),
            new VerdictReason.OneInterval(),
            new VerdictReason.TimersPending(4_500),
            new VerdictReason.UnsteadyGrowth(2),
            .. Enum.GetValues<Measure>().Select(measure => new VerdictReason.UnexplainedGrowth(measure, 5e6)),
            new VerdictReason.UnsampledGrowth(Measure.HeapUsed, 5e6),
            new VerdictReason.NothingSampled(3, 0, 262_144),
            new VerdictReason.NothingSampled(3, 1, 262_144),
            new VerdictReason.NoSnapshots(),
            new VerdictReason.EndedEarly(1),
            .. ((LeakBound[])
            [
                new LeakBound.Size(new CodeLocation("/a/a.js", 12, 3, null, null), 50_000, 400),
                new LeakBound.Size(new CodeLocation("/a/a.js", 12, 3, null, null), null, 400),
                new LeakBound.Size(new CodeLocation("/a/a.js", 12, 3, null, null), 50_000, null),
                new LeakBound.Age(new CodeLocation("/a/a.js", 12, 3, null, null)),
            ]).Select(bound => new VerdictReason.BoundNotReached(TestLeaks.All[0].Holder, bound, TestLeaks.All[0].Growth.Rate)),
            new VerdictReason.NothingDone(new ProgramActivity(null, null, 0, 1_000, 10, 0.001)),
            new VerdictReason.NothingDone(new ProgramActivity(303, new Dictionary<int, int> { [302] = 303 }, 0, 1_000, 10, 0.1)),
            new VerdictReason.NothingDone(new ProgramActivity(303, new Dictionary<int, int> { [404] = 303 }, 303, 1_000, 10, 0.1)),
            new VerdictReason.NotServed("pid 7 (nginx)"),
            new VerdictReason.NotServed(null),
            new VerdictReason.OnlyByStructure(0, "a", "b", IsAsked: false),
            new VerdictReason.OnlyByStructure(2, "a", "b", IsAsked: true),
            new VerdictReason.NothingGrows(3, 0, []),
            new VerdictReason.NothingGrows(3, 1, []),
            new VerdictReason.NothingGrows(3, 0, bounded),
        ];
        foreach (var reason in reasons) ShouldBeChinese(ReportLanguages.Chinese.Describe(reason));
    }

    [Fact]
    public void Evidence_and_outcomes_are_described_in_Chinese()
    {
        var language = ReportLanguages.Chinese;
        TrendReason[] reasons =
        [
            new TrendReason.TooFewRounds(), new TrendReason.Falls(), new TrendReason.WithinNoise(), new TrendReason.GoneWhenIdle(),
            new TrendReason.Fades(1, 9e6), new TrendReason.Uneven(2, 3), new TrendReason.Steady(3, 0.9),
        ];
        LeakEvidence[] evidence =
        [
            .. ((bool?[])[true, false, null])
                .Select(grew => new LeakEvidence.BornObjects([1, 2], new Steadiness(0.5, RateBasis.Second), grew)),
            new LeakEvidence.HeldMore("a", "b", [20], AreBytes: false),
            new LeakEvidence.HeldMore("a", "b", [1, 2_000], AreBytes: true),
            new LeakEvidence.RetainedBytes([1, 2_000], new Steadiness(0.5, RateBasis.Request)),
            .. Enum.GetValues<RateBasis>().Select(basis => new LeakEvidence.LeapingBytes([1, 2_000], basis, 200, 300)),
            .. Enum.GetValues<Measure>().Select(measure => new LeakEvidence.RisingMeasure(measure, [1, 2_000, 3_000_000], reasons[^1])),
        ];
        VerificationSummary[] summaries =
        [
            new(VerificationVerdict.Fixed, 1, 1, 0, 0, 0, 3, "内存"), new(VerificationVerdict.NotFixed, 4, 1, 1, 1, 2, 3, "内存"),
            new(VerificationVerdict.Inconclusive, 1, 1, 0, 0, 0, 3, "内存"), new(VerificationVerdict.Inconclusive, 1, 0, 0, 0, 0, 1, "内存"),
        ];
        List<string> said =
        [
            .. reasons.Select(language.Describe), .. evidence.SelectMany(language.Describe), .. summaries.Select(language.Describe),
            .. Enum.GetValues<Confidence>().Select(language.NameOf), language.NameOf(new DiagnosisTarget.Files("a", "b")),
            .. TestLeaks.All.Select(leak => language.ShortTitle(leak.Pattern.Name, "cache")),
            .. ((string?[])[null, "socket", "pipe", "inotify", "/data/", "/data/a", "eventfd"])
                .Select(kind => language.NameOf(new LeakHolder.OfProcess(Measure.FileDescriptors, kind))),
            .. ((Measure[])[Measure.External, Measure.Rss]).Select(measure => language.NameOf(new LeakHolder.OfProcess(measure, null))),
        ];
        foreach (var sentence in said) ShouldBeChinese(sentence);
    }

    [Fact]
    public void Pages_and_narration_are_in_Chinese()
    {
        var words = DiagnosisTextChinese.Text;
        List<string> said =
        [
            .. Enum.GetValues<Verdict>().Select(words.Badge),
            .. Enum.GetValues<VerificationVerdict>().Select(words.VerificationBadge),
            .. Enum.GetValues<LeakOutcome>().Select(words.Outcome),
            .. Enum.GetValues<DiagnosisStep>().Select(step => words.Step(step, "末轮", "2 s")),
            words.SeveralLeaks(2, "5 MB"), words.InFunction("f"), words.DeclaredAt("a.js:1"), words.AlsoHeldBy(["a", "b"]),
            words.Sureness("cache", "高", ["a", "b"], "0123456789ab"), words.StaleFingerprint("0123456789ab"),
            words.Ignored([new IgnoredFinding { Fingerprint = "0123456789ab", Title = "泄漏" }]),
            words.TheSameWith("--rounds 6"), words.AfterAndBefore("a", "b"), words.RoundOf(1, 3), words.TimeLeft("2 s"),
            words.SamplingAgain(32_768, 1_024), words.Confirming([], 5), words.Confirming(["a"], 5), words.Confirming(["a", "b"], 5),
            words.Load(new LoadDescription.Requests(101, "GET", 8, Varies: true)),
            words.Load(new LoadDescription.OwnWork(TimeSpan.FromMinutes(1))),
        ];
        foreach (var property in typeof(DiagnosisText).GetProperties().Where(property => property.PropertyType == typeof(string)))
        {
            said.Add((string)property.GetValue(words)!);
        }

        foreach (var sentence in said.Where(sentence => sentence.Length > 0)) ShouldBeChinese(sentence);
    }

    [Theory]
    [InlineData(HolderKind.Variable, "users.js 中的变量 cache")]
    [InlineData(HolderKind.Property, "Store 的属性 cache")]
    [InlineData(HolderKind.Static, "Store 的静态属性 cache")]
    [InlineData(HolderKind.Global, "全局变量 cache")]
    [InlineData(HolderKind.Export, "users.js 中的模块导出")]
    [InlineData(HolderKind.None, "某个匿名对象")]
    public void A_holder_has_a_name_in_Chinese(HolderKind kind, string words)
    {
        var name = TestLeaks.Variable("cache") with { Kind = kind };
        ReportLanguages.Chinese.NameOf(name).ShouldBe(words);
        ReportLanguages.Chinese.NameOf(name with { Listeners = new ListenerList("data", null, null) })
            .ShouldBe(words + (char.IsAscii(words[^1]) ? " 的" : "的") + " data 事件");
    }

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
    [GeneratedRegex(
        @"'[a-z]+'|\([a-z ]+\)|--?[A-Za-z][\w-]*|[\w.:/#]*[.:/#_][\w.:/#]*|\w+\([^()]*\)|\{[^{}]*\}|\[\]", RegexOptions.None, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"//.*|/\*.*?\*/", RegexOptions.None, 1000)]
    private static partial Regex Comment();
}
