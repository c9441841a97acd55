using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Commands;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Tests.Analysis;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

[Collection(SampleFolderCollection.Name)]
public sealed class VerifyCommandTests(SampleFolder folder)
{
    [Fact]
    public async Task Each_mistake_in_verify_is_told_in_one_line_with_the_next_step()
    {
        var leak = VerificationTests.Leak("0123456789ab", "cache", "User", 100);
        var report = ReportJson.Write(VerificationTests.Report(leak));
        Write("report.json", report);
        Write("healthy.json", ReportJson.Write(VerificationTests.Report()));
        Write("cut.json", report[..(report.Length / 2)]);
        Write("null.json", report.Replace("\"findings\": [", "\"findings\": [null,", StringComparison.Ordinal));
        Write("lacking.json", report.Replace("\"fingerprint\"", "\"fingerprints\"", StringComparison.Ordinal));
        Write("nothing.json", report.Replace("\"reason\": \"as reported\"", "\"reason\": null", StringComparison.Ordinal));
        Write("later.json", report.Replace("heapwise.diagnosis/1", "heapwise.diagnosis/2", StringComparison.Ordinal));
        Write("list.json", "[1, 2]");
        Write("known.txt", "# fine\n0123456789ab\n");
        Write("odd.txt", "0123456789ab\nnot one # of them\n");
        string[] mistakes =
        [
            "verify", "verify -- node app.js", "verify --against missing.json -- node app.js",
            "verify --against app.heapsnapshot -- node app.js",
            "verify --against soak.log -- node app.js", "verify --against cut.json -- node app.js",
            "verify --against list.json -- node app.js",
            "verify --against later.json -- node app.js", "verify --against lacking.json -- node app.js",
            "verify --against null.json -- node app.js",
            "verify --against nothing.json -- node app.js", "verify --against healthy.json -- node app.js", "verify --against report.json",
            "verify --against report.json 1.heapsnapshot", "verify --against report.json --ignore known.txt -- node app.js",
            "verify --against report.json --ignore missing.txt -- node app.js",
            "verify --against report.json --ignore odd.txt -- node app.js",
            "diagnose --ignore 123 1.heapsnapshot 2.heapsnapshot",
        ];
        var told = "";
        foreach (var mistake in mistakes)
        {
            var run = await CliRun.OfAsync(mistake);
            run.ExitCode.ShouldBe(2, mistake + "\n" + run);
            run.Out.ShouldBeEmpty(mistake);
            run.Error.Count(c => c == '\n').ShouldBe(1, mistake + "\n" + run);
            told += $"$ heapwise {mistake}\n{run.Error}\n";
        }

        Approval.Matches(told);
    }

    [Fact]
    public async Task Snapshots_are_verified_against_snapshots()
    {
        string[] files = ["growing-0.heapsnapshot", "growing-1.heapsnapshot", "growing-2.heapsnapshot"];
        await WriteGrowingAsync(files);
        (await CliRun.OfAsync($"diagnose {string.Join(' ', files)} -o files.json")).ExitCode.ShouldBe(1);

        var leaking = await CliRun.OfAsync($"verify --against files.json {string.Join(' ', files)}");
        var repaired = await CliRun.OfAsync("verify --against files.json 1.heapsnapshot 2.heapsnapshot 3.heapsnapshot");

        leaking.ExitCode.ShouldBe(1, leaking.ToString());
        leaking.Out.ShouldContain("still there");
        repaired.ExitCode.ShouldBe(0, repaired.ToString());
        repaired.Out.ShouldStartWith("FIXED");
    }

    [Fact]
    public void Verification_of_four_outcomes()
    {
        var before = VerificationTests.Report(
            VerificationTests.Leak("0123456789ab", "cache", "User", 2_000),
            VerificationTests.Leak("1123456789ab", "sessions", "Session", 900_000),
            VerificationTests.Leak("2123456789ab", "timers", "Timeout", 300));
        var after = VerificationTests.Report(
            VerificationTests.Leak("1123456789ab", "sessions", "Session", 500_000),
            VerificationTests.Leak("3123456789ab", "timers", "Timeout", 300),
            VerificationTests.Leak("4123456789ab", "log", "Line", 80));
        var shorter = after with
        {
            Rounds = [.. after.Rounds.Take(3).Select(round => round with { Requests = 5 })],
            Ignored = [new IgnoredFinding { Fingerprint = "5123456789ab", Title = "known grows" }],
        };
        Approval.Matches(Text(VerificationReport.From(before, shorter)));
    }

    [Fact]
    public void Verification_in_Chinese_of_a_report_in_English()
    {
        var before = VerificationTests.Report(
            VerificationTests.Leak("0123456789ab", "cache", "User", 2_000),
            VerificationTests.Leak("1123456789ab", "sessions", "Session", 900_000));
        var still = VerificationTests.Leak("1123456789ab", "sessions", "Session", 500_000) with
        {
            Title = "app.js 中的变量 sessions 只增不减",
            Explanation = "它从不清空。",
            Advice = new AdviceReport { Why = "它比请求活得更久。", Fix = "设置上限。", Example = "" },
        };
        var after = VerificationTests.Report(still) with { Language = "zh" };
        Approval.Matches(Text(VerificationReport.From(before, after, language: ReportLanguages.Chinese)));
    }

    [Fact]
    public async Task Diagnosis_of_snapshots_in_Chinese()
    {
        string[] files = ["zh-0.heapsnapshot", "zh-1.heapsnapshot", "zh-2.heapsnapshot"];
        await WriteGrowingAsync(files);

        var english = await CliRun.OfAsync($"diagnose {string.Join(' ', files)} --format json");
        var chinese = await CliRun.OfAsync($"diagnose --lang zh {string.Join(' ', files)} --format json");
        Approval.Matches((await CliRun.OfAsync($"diagnose --lang zh {string.Join(' ', files)}")).ToString());

        var (one, other) = (ReportJson.ReadDiagnosis(english.Out), ReportJson.ReadDiagnosis(chinese.Out));
        (one.Language, other.Language).ShouldBe(("en", "zh"));
        other.Findings.Select(finding => finding.Fingerprint).ShouldBe(one.Findings.Select(finding => finding.Fingerprint));
        (await CliRun.OfAsync("diagnose --lang de 1.heapsnapshot 2.heapsnapshot")).Error.ShouldContain("--lang de: not one of en, zh");
    }

    [Theory]
    [InlineData("一二三四五六七八", 8, "一二三四\n五六七八")]
    [InlineData("一二三四，五六七", 8, "一二三\n四，五六\n七")]
    [InlineData("数组 leakedData 现有", 12, "数组\nleakedData\n现有")]
    [InlineData("plain words only here", 8, "plain words only here")]
    public void Chinese_lines_break_between_characters_and_not_before_punctuation(string text, int width, string lines) =>
        string.Concat(WideText.Wrap([text], width).Select(piece => piece.Text)).ShouldBe(lines);

    [Fact]
    public void Columns_of_Chinese_words_stay_aligned()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var page = new Page().Table(
            [new("轮次", Fit.Word), new("堆内存"), new("x", Fit.Word)],
            [["基线", "5 MB", "|"], ["1", "12 MB", "|"]]);
        TextRenderer.Write(page, writer, 80, color: false);
        writer.ToString().ShouldBe("轮次  堆内存  x\n基线    5 MB  |\n1      12 MB  |\n");
    }

    [Fact]
    public void A_command_to_paste_is_quoted_and_continued()
    {
        ShellWords.Lines(["a", "it's", "", "{n}", "x=1"]).ShouldBe([@"a 'it'\''s' '' '{n}' x=1"]);
        var word = new string('w', 50);
        ShellWords.Lines(["heapwise", word, word, "end"]).ShouldBe([$@"heapwise {word} \", $"  {word} end"]);
    }

    [Fact]
    public void The_command_that_verifies_keeps_the_load_and_no_secret()
    {
        var run = new DiagnosisRun();
        var command = new System.CommandLine.Command("diagnose");
        foreach (var symbol in run.All)
        {
            if (symbol is System.CommandLine.Argument argument) command.Add(argument);
            else command.Add((System.CommandLine.Option)symbol);
        }

        var parsed = command.Parse(
        [
            "--load", "http://127.0.0.1:1/", "--requests", "5", "--header", "Cookie: id=7", "--allow-errors", "--keep", "f",
            "--", "node", "app.js", "--port", "1",
        ]);
        run.WordsToRepeat(parsed)
            .ShouldBe(["--load", "http://127.0.0.1:1/", "--header", "Cookie: …", "--allow-errors", "--", "node", "app.js", "--port", "1"]);
        run.WordsToRepeat(command.Parse(["--pid", "4711", "--every", "10m"])).ShouldBe(["--pid", "PID", "--every", "10m"]);
        run.WordsToRepeat(command.Parse(["a", "b"])).ShouldBe(["NEW-SNAPSHOTS"]);
    }

    private static string Text(VerificationReport report)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        TextRenderer.Write(VerificationPage.Of(report), writer, 80, color: false);
        return writer.ToString();
    }

    /// <summary>Snapshots of one program that leaks, each later than the one before.</summary>
    private async Task WriteGrowingAsync(string[] files)
    {
        for (var i = 0; i < files.Length; i++)
        {
            var snapshot = IgnoredLeakTests.Build(i).Heap.ToJson();
            await File.WriteAllBytesAsync(Path.Combine(folder.Path, files[i]), snapshot, TestContext.Current.CancellationToken);
        }
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder.Path, name), text);
}
