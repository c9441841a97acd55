using System.Text;
using System.Text.Json;
using Heapwise.Cli;
using Heapwise.Cli.Shell;
using Heapwise.IntegrationTests.Live;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

public sealed class TopCommandTests : IDisposable
{
    /// <summary>Retains 4 MB a second and makes garbage as well. V8 runs full collections by itself.</summary>
    private const string Leaking =
        """
        global.kept = [];
        setInterval(() => {
          for (let i = 0; i < 1000; i++) kept.push({i, text: 'x' + i, list: [i, i, i, i]});
          let junk = []; for (let i = 0; i < 20000; i++) junk.push({i});
        }, 25);
        """ + TargetFootprint.Server;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-top-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_process_is_watched_and_recorded_and_left_unchanged(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(major, Leaking);
        await TargetFootprint.ReadAsync(program);
        var before = await TargetFootprint.ReadAsync(program);
        var record = Path.Combine(_folder, "samples.jsonl");

        var run = await CliRun.OfAsync($"top {program.ProcessId} --every 200ms --duration 3s --record {record} --format json");

        run.ExitCode.ShouldBe(0, run.ToString());
        using var report = JsonDocument.Parse(run.Out);
        report.RootElement.GetProperty("schema").GetString().ShouldBe("heapwise.top/1");
        report.RootElement.GetProperty("verdict").GetProperty("state").GetString().ShouldBeOneOf("growing", "too-early");
        var samples = (await File.ReadAllLinesAsync(record, Cancellation)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        samples.Count.ShouldBe(report.RootElement.GetProperty("samples").GetInt32());
        samples.Count.ShouldBeInRange(5, 15);
        samples.Select(sample => sample.GetProperty("seconds").GetDouble()).ShouldBeInOrder();
        samples.ShouldAllBe(sample => sample.GetProperty("schema").GetString() == "heapwise.sample/1");
        samples[^1].GetProperty("heapUsedBytes").GetInt64().ShouldBeGreaterThan(1_000_000);
        var collections = samples.SelectMany(sample => sample.GetProperty("collections").EnumerateArray()).ToList();
        collections.ShouldNotBeEmpty();
        collections.ShouldContain(collection => collection.GetProperty("kind").GetString() == "scavenge"
            && collection.GetProperty("beforeBytes").GetInt64() > collection.GetProperty("afterBytes").GetInt64()
            && collection.GetProperty("pauseMs").GetDouble() > 0);
        samples.Average(sample => sample.GetProperty("allocationBytesPerSecond").GetDouble())
            .ShouldBeGreaterThan(100_000); // one short window may see nothing
        await TargetFootprint.ShouldBeUnchangedAsync(program, before);
    }

    [Fact]
    public async Task Keys_collect_take_a_snapshot_and_quit_in_a_window_of_80_by_24()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(24, Leaking);
        var keys = new Queue<char>("\0\0g\0\0q");
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal
        {
            Output = output,
            Error = error,
            OutputIsTerminal = true,
            Width = 80,
            Key = () => keys.TryDequeue(out var key) && key != '\0' ? key : null,
        };

        var exitCode = await HeapwiseApp.RunAsync(
            ["top", $"{program.ProcessId}", "--every", "100ms", "--no-color"], terminal, Cancellation);

        exitCode.ShouldBe(0, error.ToString());
        var text = Encoding.UTF8.GetString(output.ToArray());
        text.ShouldStartWith("\u001b[?1049h"); // the alternate screen, left again
        text.ShouldContain("\u001b[?25h\u001b[?1049l");
        var frames = text.Split("\u001b[H")[1..];
        frames.ShouldContain(frame => frame.Contains("collected in"));
        foreach (var frame in frames)
        {
            var lines = frame.Split("\u001b[J")[0].Replace("\u001b[K", "", StringComparison.Ordinal).Split("\r\n");
            lines.Length.ShouldBe(24);
            lines.ShouldAllBe(line => line.Length <= 80);
            lines[^1].ShouldStartWith("q quit   g collect garbage   s snapshot");
        }

        text[text.LastIndexOf("\u001b[?1049l", StringComparison.Ordinal)..].ShouldContain("watched");
    }

    [Fact]
    public async Task An_interrupted_watch_reports_its_findings_and_succeeds()
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(24, Leaking);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal { Output = output, Error = error, Key = () => output.Length > 0 ? Stop() : null };

        var exitCode = await HeapwiseApp.RunAsync(["top", $"{program.ProcessId}", "--every", "100ms"], terminal, stop.Token);

        exitCode.ShouldBe(0, error.ToString());
        Encoding.UTF8.GetString(output.ToArray()).ShouldContain("watched");
        program.HasExited.ShouldBeFalse();

        char? Stop()
        {
            stop.Cancel();
            return null;
        }
    }

    [Fact]
    public async Task The_end_of_the_program_ends_the_watch_with_a_report()
    {
        var run = await CliRun.OfAsync($"top --every 100ms -- {await NodeInstall.RequireAsync(24)} -e setTimeout(()=>{{}},1500)");
        run.ExitCode.ShouldBe(0, run.ToString());
        run.Out.ShouldContain("watched");
        run.Error.ShouldContain("ended");
    }

    [Fact]
    public async Task Our_script_that_fails_because_the_program_is_ending_is_its_end()
    {
        const string Ending = "{setTimeout(process.reallyExit,200,0);throw(Error('illegal_access'))}";
        var source = $"setInterval(()=>{{}},50);setTimeout(()=>process.memoryUsage=()=>{Ending},1500)";
        var run = await CliRun.OfAsync($"top --every 100ms -- {await NodeInstall.RequireAsync(24)} -e {source}");
        run.ExitCode.ShouldBe(0, run.ToString());
        run.Error.ShouldContain("ended");
        run.Error.ShouldNotContain("illegal_access");
    }

    [Fact]
    public async Task A_record_that_cannot_be_written_is_reported_before_the_target_is_touched()
    {
        var run = await CliRun.OfAsync($"top 1 --record {_folder}/none/x.jsonl");
        run.ExitCode.ShouldBe(ExitCode.Usage);
        run.Error.ShouldContain("x.jsonl");
        run.Error.Count(letter => letter == '\n').ShouldBe(1);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
