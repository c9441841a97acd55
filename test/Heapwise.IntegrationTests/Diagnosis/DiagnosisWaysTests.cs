using System.Runtime.Versioning;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Shell;
using Heapwise.IntegrationTests.Live;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Diagnosis;

/// <summary>The ways to a diagnosis: started, attached to by pid or inspector, from files; driven by requests, a command or time.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DiagnosisWaysTests : IDisposable
{
    /// <summary>Keeps what is posted by the user's name, which the request brings in a header; the footprint is left alone.</summary>
    private const string LeakingServer =
        """
        const users = new Map();
        function remember(name, text) {
          users.set(name, { name, text, seen: [Date.now()] });
        }
        """ + "\n" + TargetFootprint.Server + "\n" +
        """
        server.prependListener('request', request => {
          if (request.url !== '/users') return;
          let text = '';
          request.on('data', chunk => text += chunk).on('end', () => remember(request.headers['x-user'], text));
        });
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("diagnosis-ways-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kept_snapshots_give_the_same_diagnosis()
    {
        var sample = Sample.Read("growing-array/leaking.js");
        var (node, port, kept) = (await NodeInstall.RequireAsync(22), DiagnoseRun.FreePort(), Path.Combine(_folder, "kept"));

        string[] options = ["--format", "json", "--keep", kept, "--load", $"http://127.0.0.1:{port}/", .. DiagnoseRun.Short];
        var live = DiagnoseRun.Report(await DiagnoseRun.OfAsync([.. options, .. DiagnoseRun.Program(node, sample.Script, port)]));
        var files = Directory.GetFiles(kept).Order(StringComparer.Ordinal).ToList();
        var run = await DiagnoseRun.OfAsync(["--format", "json", .. files]);

        live.Rounds.Select(round => round.Snapshot).ShouldBe(files);
        files.Count.ShouldBe(6, "baseline, three rounds, the burst and the last round");
        File.GetUnixFileMode(kept).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        run.ExitCode.ShouldBe(ExitCode.Found, run.ToString());
        var report = DiagnoseRun.Report(run);
        var (before, after) = (live.Findings.ShouldHaveSingleItem(), report.Findings.ShouldHaveSingleItem());
        after.Fingerprint.ShouldBe(before.Fingerprint);
        after.Holder.ShouldBe(before.Holder);
        after.Location.ShouldBe(before.Location);
        Survivors(after).ShouldBe(Survivors(before));
        after.BytesPerRequest.ShouldBeNull();
        report.Rounds.ShouldAllBe(round => round.Requests == null && round.RssBytes == null);
    }

    [Fact]
    public async Task Snapshots_of_two_processes_are_compared_by_structure()
    {
        List<string> files = [];
        foreach (var name in new[] { "a", "b" })
        {
            var (port, kept) = (DiagnoseRun.FreePort(), Path.Combine(_folder, name));
            var sample = Sample.Read("unbounded-cache/fixed.js");
            var program = DiagnoseRun.Program(await NodeInstall.RequireAsync(20), sample.Script, port);
            var run = await DiagnoseRun.OfAsync(
                ["--rounds", "1", "--keep", kept, "--load", $"http://127.0.0.1:{port}/users/{name}", .. DiagnoseRun.Short, .. program]);
            run.ExitCode.ShouldBe(ExitCode.Success, run.ToString());
            files.Add(Directory.GetFiles(kept).Max(StringComparer.Ordinal)!); // there are two
        }

        foreach (var verb in new[] { "diagnose", "diff" })
        {
            var run = await CliRun.OfAsync($"{verb} {files[0]} {files[1]}");
            run.ExitCode.ShouldBe(ExitCode.Success, run.ToString());
            run.Out.ShouldContain("by structure");
            var strict = await CliRun.OfAsync($"{verb} --by identity {files[0]} {files[1]}");
            strict.ExitCode.ShouldBe(ExitCode.Usage, strict.ToString());
            strict.Error.ShouldStartWith($"heapwise: {files[0]} and {files[1]} are not of one process");
            strict.Error.Count(c => c == '\n').ShouldBe(1);
        }
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_running_process_is_diagnosed_and_left_unchanged(int major)
    {
        using var inspector = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(major, LeakingServer);
        var port = (await program.WaitForLineAsync(line => line.StartsWith("ready ", StringComparison.Ordinal)))[6..];
        await TargetFootprint.ReadAsync(program);
        var before = await TargetFootprint.ReadAsync(program);

        string[] load = ["--load", $"http://127.0.0.1:{port}/users", "--header", "X-User: u{n}", "--body", "text of {n}"];
        var run = await DiagnoseRun.OfAsync(["--format", "json", "--pid", $"{program.ProcessId}", .. load, .. DiagnoseRun.Short]);

        run.ExitCode.ShouldBe(ExitCode.Found, run.ToString());
        var finding = DiagnoseRun.Report(run).Findings.ShouldHaveSingleItem();
        finding.Holder.Name.ShouldBe("users");
        finding.Pattern.ShouldBe("unbounded-cache");
        finding.Location.ShouldNotBeNull();
        finding.Location.Line.ShouldBeOneOf(1, 3);
        await TargetFootprint.ShouldBeUnchangedAsync(program, before);
    }

    [Fact]
    public async Task A_command_can_drive_the_load_and_report_its_request_count()
    {
        var drive = Path.Combine(_folder, "drive.mjs");
        await using var program = await NodeProgram.RunSourceAsync(24, LeakingServer, nodeArguments: ["--inspect=127.0.0.1:0"]);
        var port = (await program.WaitForLineAsync(line => line.StartsWith("ready ", StringComparison.Ordinal)))[6..];
        await File.WriteAllTextAsync(drive, $$"""
            const round = process.env.HEAPWISE_ROUND;
            const send = (user) => ({ method: 'POST', headers: { 'x-user': user }, body: 'x'.repeat(100) });
            for (let i = 0; i < 15; i++) await fetch('http://127.0.0.1:{{port}}/users', send(`${round}-${i}`));
            console.log('drove round ' + round);
            """, Cancellation);

        var load = $"{await NodeInstall.RequireAsync(24)} {drive}";
        var run = await DiagnoseRun.OfAsync(
            ["--format", "json", "--inspect", await InspectorOfAsync(program), "--load-cmd", load, "--requests", "15"]);

        run.ExitCode.ShouldBe(ExitCode.Found, run.ToString());
        run.Error.ShouldContain("drove round 0\n");
        run.Error.ShouldContain("drove round 3\n");
        var report = DiagnoseRun.Report(run);
        report.Findings.ShouldHaveSingleItem().Holder.Name.ShouldBe("users");
        report.Rounds.Skip(1).ShouldAllBe(round => round.Requests == 15 * round.Worth);
    }

    [Fact]
    public async Task Timed_rounds_show_a_leak_in_background_work()
    {
        var script = Path.Combine(_folder, "ticking.mjs");
        await File.WriteAllTextAsync(script, """
            const ticks = [];
            setInterval(() => ticks.push({ at: new Date(), note: `tick ${ticks.length}` }), 10);
            """, Cancellation);

        var node = await NodeInstall.RequireAsync(24);
        var run = await DiagnoseRun.OfAsync(["--format", "json", "--every", "1s", "--max-rounds", "0", "--", node, script]);

        run.ExitCode.ShouldBe(ExitCode.Found, run.ToString());
        var report = DiagnoseRun.Report(run);
        var finding = report.Findings.ShouldHaveSingleItem();
        finding.Holder.Name.ShouldBe("ticks");
        finding.BytesPerRequest.ShouldBeNull();
        finding.Location.ShouldNotBeNull();
        finding.Location.File.ShouldEndWith("/ticking.mjs");
        report.Growth.BytesPerRound.ShouldBeGreaterThan(0);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static IEnumerable<string> Survivors(FindingReport finding) =>
        finding.SurvivorsPerRound.Select(row => $"{row.Key}: {string.Join(',', row.Value)}");

    private static async Task<string> InspectorOfAsync(NodeProgram program)
    {
        const string Announced = "Debugger listening on ws://";
        while (true)
        {
            var line = program.Errors.FirstOrDefault(line => line.StartsWith(Announced, StringComparison.Ordinal));
            if (line is not null) return line[Announced.Length..].Split('/')[0];
            await Task.Delay(10, Cancellation);
        }
    }
}
