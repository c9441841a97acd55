using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Heapwise.Cli.Shell;
using Heapwise.Live.Processes;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>What the guard serves, to scrapers and to others who connect.</summary>
[Collection("One capture at a time on a machine")]
public sealed class MetricsTests
{
    private const string Settings =
        """
        {"guard": {"interval": "200ms", "store": "history.db", "evidence": {"baseline": false}, "alerts": {"command": "false"},
          "rules": {"loop-busy": {"enabled": false}}}}
        """;

    private const string Program = "setInterval(() => {}, 1000); console.log('ready');";

    /// <summary>In the command line of the programs of one test only.</summary>
    private const string Mark = "--stack-trace-limit=77";

    private static readonly string[] Options = ["--metrics", "127.0.0.1:0"];

    [Fact]
    public async Task Promtool_finds_nothing_wrong_in_either_format()
    {
        await using var program = await NodeProgram.RunSourceAsync(24, Program);
        await using var guard = await GuardRun.WatchAsync(program, Settings, Options);
        var page = await MetricsPage.ReadAsync(guard, page => page.Has("nodejs_heap_size_used_bytes"));

        var found = await CheckAsync(page.Text);

        found.ShouldBe("");
        page.Value("heapwise_readings_total").ShouldBeGreaterThan(0);
        page.Value("heapwise_readings_failed_total").ShouldBe(0);
        page.Samples.Where(sample => sample.Name == "heapwise_messages_waiting").ShouldHaveSingleItem()
            .Labels["receiver"].ShouldBe("command");
        var open = await SendAsync(guard, "GET /metrics HTTP/1.1\r\nHost: x\r\nAccept: application/openmetrics-text;version=1.0.0\r\n\r\n");
        open.ShouldStartWith("HTTP/1.1 200 OK\r\nContent-Type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n");
        open.ShouldEndWith("\n# EOF\n");
        open.ShouldContain("# TYPE process_cpu_seconds counter\nprocess_cpu_seconds_total{");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 404 Not Found\r\n")]
    [InlineData("GET /metrics?x=1 HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n")]
    [InlineData("POST /metrics HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc", "HTTP/1.1 405 Method Not Allowed\r\n")]
    [InlineData("hello\r\n\r\n", "HTTP/1.1 400 Bad Request\r\n")]
    public async Task Other_requests_are_refused(string request, string answer)
    {
        await using var program = await NodeProgram.RunSourceAsync(24, Program);
        await using var guard = await GuardRun.WatchAsync(program, Settings, Options);
        await MetricsPage.ReadAsync(guard);

        (await SendAsync(guard, request)).ShouldStartWith(answer);
    }

    [Fact]
    public async Task A_silent_client_delays_neither_scrapes_nor_the_end()
    {
        await using var program = await NodeProgram.RunSourceAsync(24, Program);
        await using var guard = await GuardRun.WatchAsync(program, Settings, Options);
        await MetricsPage.ReadAsync(guard);
        using var silent = await ConnectAsync(guard);

        await MetricsPage.ReadAsync(guard);
        var watch = Stopwatch.StartNew();
        Signals.Send(guard.ProcessId, Signals.Terminate);

        (await guard.WaitForExitAsync()).ShouldBe(ExitCode.Success);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(8)); // it would be served for 10
    }

    [Fact]
    public async Task Series_of_a_process_are_gone_after_its_end()
    {
        await using var stays = await NodeProgram.RunSourceAsync(24, Program, nodeArguments: [Mark]);
        await using var ends = await NodeProgram.RunSourceAsync(24, Program, nodeArguments: [Mark]);
        await using var guard = await GuardRun.StartAsync(["--name", Mark[2..], .. Options], Settings);
        await MetricsPage.ReadAsync(guard, page => page.HasProcess(stays.ProcessId) && page.HasProcess(ends.ProcessId));

        Signals.Send(ends.ProcessId, Signals.Terminate);

        var page = await MetricsPage.ReadAsync(guard, page => !page.HasProcess(ends.ProcessId));
        page.HasProcess(stays.ProcessId).ShouldBeTrue();
    }

    [Fact]
    public async Task A_port_in_use_and_a_wrong_address_end_with_2()
    {
        await using var program = await NodeProgram.RunSourceAsync(24, Program);
        using var other = new TcpListener(System.Net.IPAddress.Loopback, 0);
        other.Start();

        await using var taken = await GuardRun.WatchAsync(program, Settings, "--metrics", $"{other.LocalEndpoint}");
        (await taken.WaitForExitAsync()).ShouldBe(ExitCode.Usage);
        taken.Errors.ShouldContain($"metrics cannot be served at {other.LocalEndpoint}: another program listens there");

        await using var wrong = await GuardRun.WatchAsync(program, Settings, "--metrics", "nowhere");
        (await wrong.WaitForExitAsync()).ShouldBe(ExitCode.Usage);
        wrong.Errors.ShouldContain("--metrics: \"nowhere\" is not an address and a port such as 127.0.0.1:9464");
    }

    [Fact]
    public async Task A_dry_run_serves_metrics_and_one_look_does_not()
    {
        await using var program = await NodeProgram.RunSourceAsync(24, Program);
        await using var dry = await GuardRun.WatchAsync(program, Settings, ["--dry-run", .. Options]);
        (await MetricsPage.ReadAsync(dry)).HasProcess(program.ProcessId).ShouldBeTrue();

        await using var once = await GuardRun.WatchAsync(program, Settings, ["--once", .. Options]);
        (await once.WaitForExitAsync()).ShouldBe(ExitCode.Success);
        once.Errors.ShouldNotContain("metrics are at");
    }

    private static async Task<TcpClient> ConnectAsync(GuardRun guard)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", MetricsPage.AddressOf(guard).Port, TestContext.Current.CancellationToken);
        return client;
    }

    private static async Task<string> SendAsync(GuardRun guard, string request)
    {
        using var client = await ConnectAsync(guard);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<string> CheckAsync(string text)
    {
        try
        {
            using var promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!; // never null without a shell of the system's
            await promtool.StandardInput.WriteAsync(text);
            promtool.StandardInput.Close();
            var errors = promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var said = await promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await errors;
            await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
            return promtool.ExitCode == 0 ? said.Trim() : $"exit code {promtool.ExitCode}: {said}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("promtool is missing (Debian package prometheus)");
            throw;
        }
    }
}
