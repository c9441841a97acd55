using Heapwise.Analysis;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Survivors;
using Heapwise.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Analysis;

/// <summary>
/// One real process with every shape of leak next to healthy look-alikes: each leak is found once, at its line, and nothing else is.
/// </summary>
public sealed class LeakShapesTests
{
    private const int Calls = 40;

    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "Analysis", "LeakShapes.js");

    /// <summary>Holder, pattern, and the code that the located line must contain.</summary>
    private static readonly (string Holder, string Pattern, string Line)[] Expected =
    [
        ("variable leakedArray in LeakShapes.js", "growing-collection", "leakedArray.push("),
        ("variable leakedMap in LeakShapes.js", "unbounded-cache", "leakedMap.set("),
        ("variable leakedSet in LeakShapes.js", "growing-collection", "leakedSet.add("),
        ("variable leakedTable in LeakShapes.js", "unbounded-cache", "leakedTable['t' + n] ="),
        ("variable leakedIndex in LeakShapes.js", "unbounded-cache", "leakedIndex[1000 + 7 * n] ="),
        ("variable leakedClosures in LeakShapes.js", "growing-collection", "leakedClosures.push("),
        ("variable leakedByUser in LeakShapes.js", "growing-collection", "leakedByUser.get(user).push("),
        ("variable leakedQueue.head in LeakShapes.js", "growing-collection", "leakedQueue.tail"),
        ("variable leakedStack in LeakShapes.js", "growing-collection", "leakedStack = {"),
        ("variable leakedState.items in LeakShapes.js", "growing-collection", "leakedState = {"),
        ("property #rows of Store", "unbounded-cache", "this.#rows.set("),
        ("property sessions of Store", "unbounded-cache", "this.sessions.set("),
        ("static property log of Store", "growing-collection", "Store.log.push("),
        ("event data of variable bus in LeakShapes.js", "event-listener", "bus.on('data'"),
        ("global leakedGlobal", "growing-collection", "globalThis.leakedGlobal.push("),
        ("module export leakedExport of LeakShapes.js", "growing-collection", "module.exports.leakedExport.push("),
    ];

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Every_leak_is_found_and_no_lookalike_is_reported(int major)
    {
        var folder = Directory.CreateTempSubdirectory("heapwise-shapes-").FullName;
        try
        {
            await using (var program = await NodeProgram.RunFileAsync(major, Script, "done", [folder]))
            {
                (await program.WaitForExitAsync()).ShouldBe(0);
            }

            var report = Analyze(folder);
            var lines = await File.ReadAllLinesAsync(Script, TestContext.Current.CancellationToken);

            report.Verdict.ShouldBe(Verdict.Leak);
            report.Findings
                .Where(finding => finding.Pattern != "timer")
                .Select(finding => finding.Holder.Path)
                .ShouldBe(Expected.Select(row => row.Holder), ignoreOrder: true);
            foreach (var (holder, pattern, line) in Expected)
            {
                var finding = report.Findings.Single(candidate => candidate.Holder.Path == holder);
                finding.Pattern.ShouldBe(pattern, holder);
                finding.Confidence.ShouldBe(Confidence.High, holder);
                finding.Location.ShouldNotBeNull(holder).File.ShouldBe(Script);
                lines[finding.Location.Line - 1].ShouldContain(line, customMessage: holder);
                finding.ObjectsPerRequest.Values.ShouldContain(1.0, holder);
                finding.ObjectsPerRequest.Values.ShouldAllBe(rate => rate <= 4, holder);
            }

            var timer = report.Findings.Where(finding => finding.Pattern == "timer").ShouldHaveSingleItem();
            timer.ObjectsPerRequest["Timeout"].ShouldBe(1);
            lines[timer.Location.ShouldNotBeNull().Line - 1].ShouldContain("setInterval(");
            report.Findings.Select(finding => finding.Fingerprint).ShouldBeUnique();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static DiagnosisReport Analyze(string folder)
    {
        var files = Directory.GetFiles(folder, "*.heapsnapshot").Order().ToList();
        var rounds = new List<Round>();
        foreach (var file in files.SkipLast(1))
        {
            using var snapshot = HeapSnapshot.Open(file);
            rounds.Add(new Round { Load = new RoundLoad(Calls), SnapshotFile = file, Ids = SnapshotIds.From(snapshot) });
        }

        rounds.Add(new Round { Load = new RoundLoad(Calls), SnapshotFile = files[^1] });
        using var last = HeapSnapshot.Open(files[^1]);
        var diagnosis = LeakAnalysis.Analyze(
            new DiagnosisTarget.Program("LeakShapes.js"), rounds, last, new AnalysisOptions { Sources = new Files() });
        return DiagnosisReport.From(diagnosis, ReportLanguages.English);
    }

    private sealed class Files : ISourceTexts
    {
        public string? FindText(string script) => File.Exists(script) ? File.ReadAllText(script) : null;
    }
}
