using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Diagnosis;

/// <summary>The calls that allocate what leaks, of programs that run.</summary>
public sealed class AllocatedByTests : IDisposable
{
    private const string Leaking =
        """
        const kept = [];
        class Visit { constructor(url) { this.url = url; this.at = Date.now(); } }
        function record(url) { kept.push(new Visit(url)); }
        require('http').createServer((request, response) => { record(request.url); response.end('ok'); })
          .listen(process.env.PORT ?? 0, '127.0.0.1', () => console.log('ready'));
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-stacks-").FullName;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_program_that_is_started_shows_them(int major)
    {
        var node = await NodeInstall.RequireAsync(major);
        var script = Path.Combine(_folder, "app.js");
        await File.WriteAllTextAsync(script, Leaking, TestContext.Current.CancellationToken);
        var port = DiagnoseRun.FreePort();

        var run = await DiagnoseRun.OfAsync(
            ["--format", "json", "--load", $"http://127.0.0.1:{port}/", "--rounds", "2", .. DiagnoseRun.Short,
                .. DiagnoseRun.Program(node, script, port)]);

        var finding = DiagnoseRun.Report(run).Findings.ShouldHaveSingleItem(run.ToString());
        var stack = finding.AllocatedBy.ShouldNotBeNull(run.ToString());
        stack.Objects.ShouldBeGreaterThanOrEqualTo(10, run.ToString()); // of 13, of which the last may be in flight
        stack.Frames.ShouldAllBe(frame => frame.Library == null);
        stack.Frames.Select(frame => frame.Location.ShouldNotBeNull().Line).ShouldContain(3, run.ToString());
        finding.Location.ShouldNotBeNull().Line.ShouldBe(3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_running_program_shows_them_on_request(bool isAsked)
    {
        using var inspector = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(24, Leaking);
        string[] trace = isAsked ? ["--trace"] : [];

        var run = await DiagnoseRun.OfAsync(
            ["--format", "json", "--pid", $"{program.ProcessId}", "--load", "/", "--rounds", "2", .. DiagnoseRun.Short, .. trace]);

        var finding = DiagnoseRun.Report(run).Findings.ShouldHaveSingleItem(run.ToString());
        (finding.AllocatedBy is not null).ShouldBe(isAsked, run.ToString());
    }

    /// <summary>A library opens a log for the program, by a name for <c>fs.openSync</c> that it took at its beginning.</summary>
    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Files_that_a_library_opens_show_the_call_of_the_program(int major)
    {
        var node = await NodeInstall.RequireAsync(major);
        var library = Directory.CreateDirectory(Path.Combine(_folder, "node_modules", "logs")).FullName;
        var script = Path.Combine(_folder, "app.js");
        await File.WriteAllTextAsync(
            Path.Combine(library, "index.js"),
            """
            const { openSync, closeSync } = require('fs');
            exports.openLog = name => openSync(name, 'a');
            exports.touch = name => closeSync(openSync(name, 'a'));
            """,
            TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            script,
            """
            const logs = require('logs'), path = require('path'), os = require('os');
            function audit(request) {
              logs.touch(path.join(__dirname, 'touched.log'));
              return logs.openLog(path.join(__dirname, 'audit.log'));
            }
            require('http').createServer((request, response) => { response.end(`${audit(request)}`); })
              .listen(process.env.PORT, '127.0.0.1', () => console.log('ready'));
            """,
            TestContext.Current.CancellationToken);
        var port = DiagnoseRun.FreePort();

        var run = await DiagnoseRun.OfAsync(
            ["--format", "json", "--load", $"http://127.0.0.1:{port}/", "--rounds", "3", .. DiagnoseRun.Short,
                .. DiagnoseRun.Program(node, script, port)]);

        var finding = DiagnoseRun.Report(run).Findings.ShouldHaveSingleItem(run.ToString());
        finding.Pattern.ShouldBe("descriptors");
        var place = finding.Location.ShouldNotBeNull(run.ToString());
        (Path.GetFileName(place.File), place.Line, place.Function).ShouldBe(("app.js", 4, "audit"), run.ToString());
        var frames = finding.AllocatedBy.ShouldNotBeNull(run.ToString()).Frames;
        frames.Select(frame => frame.Library).Distinct().ShouldBe([null, "logs", "node"], run.ToString());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
