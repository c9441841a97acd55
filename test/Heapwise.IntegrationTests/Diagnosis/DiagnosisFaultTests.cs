using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Heapwise.Cli.Shell;
using Heapwise.Live.Processes;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Diagnosis;

/// <summary>What can go wrong in a diagnosis: one clear line, the right exit code, no process and no file left behind.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DiagnosisFaultTests : IDisposable
{
    private const int Major = 24;

    /// <summary>A server whose request path selects its behavior. It writes its pid to a given file.</summary>
    private const string Server =
        """
        require('fs').writeFileSync(__dirname + '/pid', String(process.pid));
        let count = 0;
        require('http').createServer((request, response) => {
          count++;
          if (request.url === '/500') response.statusCode = 500;
          if (request.url === '/exit' && count > 5) process.exit(3);
          if (request.url === '/throw' && count > 5) throw new Error('out of luck');
          if (request.url === '/hang') return;
          response.end('ok');
        }).listen(process.env.PORT, '127.0.0.1');
        """;

    private static readonly Regex Lifetime = new(@" after [\d.]+ s while", RegexOptions.None, TimeSpan.FromSeconds(1));

    private readonly string _folder = Directory.CreateTempSubdirectory("diagnosis-faults-").FullName;
    private readonly int _port = DiagnoseRun.FreePort();

    /// <summary>Where runs keep what they need for a while.</summary>
    private string Temporary => Directory.CreateDirectory(Path.Combine(_folder, "tmp")).FullName;

    [Theory]
    [InlineData(
        "/500",
        "GET http://127.0.0.1:PORT/500 answered 500 InternalServerError in the warm-up. Fix the request, or continue with "
        + "--allow-errors: error paths leak, too")]
    [InlineData("/exit", "node PID (app.js) ended with exit code 3 while we were attached")]
    [InlineData("/throw", "node PID (app.js) ended with exit code 1 while we were attached: Error: out of luck")]
    [InlineData(
        "/hang",
        "GET http://127.0.0.1:PORT/hang is not ready after 1 s: no answer. Check the URL and that the program listens there, or allow "
        + "more time with --ready-timeout")]
    public async Task A_program_that_fails_is_reported_in_one_line(string path, string told)
    {
        var run = await RunAsync(Server, ["--load", $"http://127.0.0.1:{_port}{path}", "--ready-timeout", "1s"]);

        var expected = told.Replace("PORT", $"{_port}", StringComparison.Ordinal).Replace("PID", ProgramId(), StringComparison.Ordinal);
        ShouldHaveFailed(run, expected);
    }

    [Fact]
    public async Task Errors_can_be_allowed()
    {
        var run = await RunAsync(Server, ["--load", $"http://127.0.0.1:{_port}/500", "--allow-errors", "--rounds", "2"]);

        run.ExitCode.ShouldBe(ExitCode.Success, run.ToString());
        run.Error.ShouldContain("(13 failed)");
        ShouldHaveLeftNothing();
    }

    [Fact]
    public async Task A_url_that_nobody_listens_on_is_reported_after_the_timeout()
    {
        var run = await RunAsync(Server, ["--load", $"http://127.0.0.1:{DiagnoseRun.FreePort()}/", "--ready-timeout", "1s"]);

        ShouldHaveFailed(run, "is not ready after 1 s: Connection refused");
    }

    [Fact]
    public async Task A_port_in_use_is_reported_with_the_output_of_the_program()
    {
        using var other = new TcpListener(IPAddress.Loopback, _port);
        other.Start();

        var run = await RunAsync(Server, ["--load", $"http://127.0.0.1:{_port}/"]);

        ShouldHaveFailed(run, "ended with exit code 1");
        LastLine(run).ShouldContain("EADDRINUSE");
    }

    [Fact]
    public async Task A_program_that_ends_by_itself_is_reported_at_once()
    {
        var run = await RunAsync("setTimeout(() => {}, 300)", ["--every", "60s"]);

        ShouldHaveFailed(run, "ended with exit code 0");
    }

    [Fact]
    public async Task A_missing_node_is_reported()
    {
        var run = await DiagnoseRun.OfAsync(["--load", $"http://127.0.0.1:{_port}/", "--", Path.Combine(_folder, "node"), "app.js"]);

        ShouldHaveFailed(run, "cannot be started: no such program, here or on the PATH. Install Node, or give the path of its binary");
    }

    [Fact]
    public async Task A_load_command_that_fails_is_reported()
    {
        var run = await RunAsync(Server, ["--load-cmd", "exit 7"]);

        ShouldHaveFailed(run, "--load-cmd 'exit 7' ended with exit code 7 in the warm-up. It must drive the program and end with 0");
    }

    [Fact]
    public async Task A_pause_that_is_too_long_is_refused()
    {
        var run = await RunAsync(Server, ["--load", $"http://127.0.0.1:{_port}/", "--max-pause", "1ms"]);

        run.ExitCode.ShouldBe(ExitCode.Refused, run.ToString());
        LastLine(run).ShouldContain("--max-pause");
        ShouldHaveLeftNothing();
    }

    [Fact]
    public async Task A_full_disk_is_reported_with_its_path()
    {
        var disk = Path.Combine(_folder, "disk");
        Directory.CreateDirectory(disk);
        if (await ShellAsync($"mount -t tmpfs -o size=2m tmpfs {disk}") != 0) Assert.Skip("needs the right to mount a small tmpfs (root)");
        try
        {
            var run = await RunAsync(Server, ["--load", $"http://127.0.0.1:{_port}/", "--keep", disk, "--force"]);

            ShouldHaveFailed(run, "could not be written after");
            Directory.GetFileSystemEntries(disk).ShouldBeEmpty();
        }
        finally
        {
            await ShellAsync($"umount {disk}");
        }
    }

    [Fact]
    public async Task A_stopped_diagnosis_ends_what_it_started_and_leaves_no_file()
    {
        using var stop = new CancellationTokenSource();
        var running = RunAsync(Server, ["--load", $"http://127.0.0.1:{_port}/"], stop.Token);
        while (Directory.GetFiles(Temporary, "*", SearchOption.AllDirectories).Length == 0 && !running.IsCompleted)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        var run = await running;

        run.ExitCode.ShouldBe(ExitCode.Interrupted, run.ToString());
        LastLine(run).ShouldBe("heapwise: stopped");
        ShouldHaveLeftNothing();
    }

    /// <summary>
    /// In a terminal Ctrl-C goes to the whole foreground group: to heapwise and to the program that it started. Here the group is one of
    /// its own, and the signal is not ignored as it is where tests run in the background of a shell.
    /// </summary>
    [Fact]
    public async Task Ctrl_C_in_a_terminal_is_not_reported_as_a_failure_of_the_program()
    {
        var script = await WriteAsync(Server);
        var program = DiagnoseRun.Program(await NodeInstall.RequireAsync(Major), script, _port);
        string[] command =
        [
            "env", "--default-signal=INT", Path.Combine(AppContext.BaseDirectory, "heapwise"),
            "diagnose", "--load", $"http://127.0.0.1:{_port}/", "--requests", "100000", .. program,
        ];
        var start = new ProcessStartInfo("setsid", command) { UseShellExecute = false, RedirectStandardError = true };
        start.Environment["TMPDIR"] = Temporary;
        using var process = Process.Start(start)!; // null only where a shell would reuse a process
        var told = "";
        while (!told.Contains("baseline", StringComparison.Ordinal)
            && await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            told += line + "\n";
        }

        await ShellAsync($"kill -INT -{process.Id}");
        told += await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(ExitCode.Interrupted, told);
        told.ShouldEndWith("heapwise: stopped\n");
        ShouldHaveLeftNothing();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<CliRun> RunAsync(string source, string[] arguments, CancellationToken? cancellation = null)
    {
        var script = await WriteAsync(source);
        string[] requests = arguments.Contains("--load") ? DiagnoseRun.Short : [];
        var program = DiagnoseRun.Program(await NodeInstall.RequireAsync(Major), script, _port);
        return await DiagnoseRun.OfAsync([.. arguments, .. requests, .. program], cancellation, Temporary);
    }

    private async Task<string> WriteAsync(string source)
    {
        var script = Path.Combine(_folder, "app.js");
        await File.WriteAllTextAsync(script, source, TestContext.Current.CancellationToken);
        return script;
    }

    private string ProgramId() => File.ReadAllText(Path.Combine(_folder, "pid"));

    private void ShouldHaveFailed(CliRun run, string told)
    {
        run.ExitCode.ShouldBe(ExitCode.Usage, run.ToString());
        run.Out.ShouldBeEmpty();
        LastLine(run).ShouldContain(told);
        ShouldHaveLeftNothing();
    }

    private void ShouldHaveLeftNothing()
    {
        Directory.GetFileSystemEntries(Temporary).ShouldBeEmpty();
        if (!File.Exists(Path.Combine(_folder, "pid"))) return;
        ProcStatus.IsRunning(int.Parse(ProgramId(), CultureInfo.InvariantCulture)).ShouldBeFalse();
    }

    /// <summary>Without how long the program lived.</summary>
    private static string LastLine(CliRun run) =>
        Lifetime.Replace(run.Error.TrimEnd('\n').Split('\n')[^1], " while");

    private static async Task<int> ShellAsync(string command)
    {
        using var shell = Process.Start("/bin/sh", ["-c", command + " 2>/dev/null"]);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        return shell.ExitCode;
    }
}
