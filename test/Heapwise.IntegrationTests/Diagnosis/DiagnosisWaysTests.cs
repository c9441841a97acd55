using System.Runtime.Versioning;
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
    public async Task Kept_snapshots_tell_the_same_when_read_again()
    {
        var sample = Sample.Read("growing-array/leaking.js");
        var (node, port, kept) = (await NodeInstall.RequireAsync(22), DiagnoseRun.FreePort(), Path.Combine(_folder, "kept"));

        var live = DiagnoseRun.Report(await DiagnoseRun.OfAsync(["--format", "json", "--keep", kept, "--load", $"http://127.0.0.1:{port}/", .. DiagnoseRun.Short, .. DiagnoseRun.Program(node, sample.Script, port)]));
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
        after.SurvivorsPerRound.Select(row => $"{row.Key}: {string.Join(',', row.Value)}").ShouldBe(before.SurvivorsPerRound.Select(row => $"{row.Key}: {string.Join(',', row.Value)}"));
        after.BytesPerRequest.ShouldBeNull();
        report.Rounds.ShouldAllBe(round => round.Requests == null && round.RssBytes == null);
    }

    [Fact]
    public async Task Snapshots_of_two_processes_are_refused()
    {
        List<string> files = [];
        foreach (var name in new[] { "a", "b" })
        {
            var (port, kept) = (DiagnoseRun.FreePort(), Path.Combine(_folder, name));
            var sample = Sample.Read("unbounded-cache/fixed.js");
            var run = await DiagnoseRun.OfAsync(["--rounds", "1", "--keep", kept, "--load", $"http://127.0.0.1:{port}/users/{name}", .. DiagnoseRun.Short, .. DiagnoseRun.Program(await NodeInstall.RequireAsync(20), sample.Script, port)]);
            run.ExitCode.ShouldBe(ExitCode.Success, run.ToString());
            files.Add(Directory.GetFiles(kept).Max(StringComparer.Ordinal)!); // there are two
        }

        foreach (var verb in new[] { "diagnose", "diff" })
        {
            var run = await CliRun.OfAsync($"{verb} {files[0]} {files[1]}");
            run.ExitCode.ShouldBe(ExitCode.Usage, run.ToString());
            run.Out.ShouldBeEmpty();
            run.Error.ShouldStartWith($"heapwise: {files[0]} and {files[1]} are not of one process");
            run.Error.Count(c => c == '\n').ShouldBe(1);
        }
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_running_process_is_diagnosed_and_left_as_it_was(int major)
    {
        using var inspector = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(major, LeakingServer);
        var port = (await program.WaitForLineAsync(line => line.StartsWith("ready ", StringComparison.Ordinal)))[6..];
        await TargetFootprint.ReadAsync(program);
        var before = await TargetFootprint.ReadAsync(program);

        var run = await DiagnoseRun.OfAsync(
            ["--format", "json", "--pid", $"{program.ProcessId}", "--load", $"http://127.0.0.1:{port}/users", "--header", "X-User: u{n}", "--body", "text of {n}", .. DiagnoseRun.Short]);

        run.ExitCode.ShouldBe(ExitCode.Found, run.ToString());
        var finding = DiagnoseRun.Report(run).Findings.ShouldHaveSingleItem();
        finding.Holder.Name.ShouldBe("users");
        finding.Pattern.ShouldBe("unbounded-cache");
        finding.Location.ShouldNotBeNull();
        finding.Location.Line.ShouldBeOneOf(1, 3);
        await TargetFootprint.ShouldBeUnchangedAsync(program, before);
    }

    [Fact]
    public async Task A_command_can_drive_and_tell_how_much()
    {
        var drive = Path.Combine(_folder, "drive.mjs");
        await using var program = await NodeProgram.RunSourceAsync(24, LeakingServer, nodeArguments: ["--inspect=127.0.0.1:0"]);
        var port = (await program.WaitForLineAsync(line => line.StartsWith("ready ", StringComparison.Ordinal)))[6..];
        await File.WriteAllTextAsync(drive, $$"""
            const round = process.env.HEAPWISE_ROUND;
            for (let i = 0; i < 15; i++) await fetch('http://127.0.0.1:{{port}}/users', { method: 'POST', headers: { 'x-user': `${round}-${i}` }, body: 'x'.repeat(100) });
            console.log('drove round ' + round);
            """, Cancellation);

        var run = await DiagnoseRun.OfAsync(
            ["--format", "json", "--inspect", await InspectorOfAsync(program), "--load-cmd", $"{await NodeInstall.RequireAsync(24)} {drive}", "--requests", "15"]);

        run.ExitCode.ShouldBe(ExitCode.Found, run.ToString());
        run.Error.ShouldContain("drove round 0\n");
        run.Error.ShouldContain("drove round 3\n");
        var report = DiagnoseRun.Report(run);
        report.Findings.ShouldHaveSingleItem().Holder.Name.ShouldBe("users");
        report.Rounds.Skip(1).ShouldAllBe(round => round.Requests == 15 * round.Worth);
    }

    [Fact]
    public async Task Time_alone_shows_a_leak_of_the_programs_own_work()
    {
        var script = Path.Combine(_folder, "ticking.mjs");
        await File.WriteAllTextAsync(script, """
            const ticks = [];
            setInterval(() => ticks.push({ at: new Date(), note: `tick ${ticks.length}` }), 10);
            """, Cancellation);

        var run = await DiagnoseRun.OfAsync(["--format", "json", "--every", "1s", "--max-rounds", "0", "--", await NodeInstall.RequireAsync(24), script]);

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

    private static async Task<string> InspectorOfAsync(NodeProgram program)
    {
        const string Announced = "Debugger listening on ws://";
        while (true)
        {
            if (program.Errors.FirstOrDefault(line => line.StartsWith(Announced, StringComparison.Ordinal)) is { } line) return line[Announced.Length..].Split('/')[0];
            await Task.Delay(10, Cancellation);
        }
    }
}
