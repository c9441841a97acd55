using System.Runtime.Versioning;
using System.Text.Json;
using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Live.Capture;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Live;

[UnsupportedOSPlatform("windows")]
public sealed class SnapshotCaptureTests : IDisposable
{
    private const string Holding =
        "global.held = []; for (let i = 0; i < 50000; i++) held.push({i, next: held[i - 1]}); setInterval(() => {}, 1000)";

    private const string HoldingText = "global.held = 'x' + 'y'.repeat(5000); held.charAt(9); setInterval(() => {}, 1000)";

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-capture-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_snapshot_is_a_complete_private_file(int major)
    {
        await using var target = await StartAsync(major, Holding);
        var path = Path.Combine(_folder, "a.heapsnapshot");
        List<CaptureProgress> progress = [];

        var captured = await new SnapshotCapture(target).CaptureAsync(path, new Collect(progress), Cancellation);

        captured.Path.ShouldBe(path);
        captured.FileBytes.ShouldBe(new FileInfo(path).Length);
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(_folder).ShouldBe([path, Path.Combine(_folder, "app.js")], ignoreOrder: true);
        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(path, Cancellation));
        json.RootElement.GetProperty("snapshot").GetProperty("node_count").GetInt64().ShouldBeGreaterThan(50_000);
        json.RootElement.EnumerateObject().Last().Name.ShouldBe("strings");
        progress[0].Phase.ShouldBe(CapturePhase.CollectingGarbage);
        progress.ShouldContain(state => state.Phase == CapturePhase.Building && state.Done > 0 && state.Done <= state.Total);
        progress[^1].Bytes.ShouldBe(captured.FileBytes);
        captured.Pause.ShouldBeInRange(TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
    }

    /// <summary>A script's node has an edge to its table of lines, where V8 has made one. Later majors do without.</summary>
    [Theory, InlineData(18), InlineData(20)]
    public async Task Lines_of_scripts_are_known_before_a_snapshot_needs_them_for_each_function(int major)
    {
        await using var target = await StartAsync(major, Holding);
        var path = Path.Combine(_folder, "a.heapsnapshot");
        await new SnapshotCapture(target).CaptureAsync(path, null, Cancellation);

        await using var file = File.OpenRead(path);
        using var snapshot = HeapSnapshot.Read(file, path);
        Enumerable.Range(0, snapshot.Graph.NodeCount).Select(i => new NodeIndex(i))
            .Where(node => snapshot.Graph.NameOf(node).EndsWith("app.js", StringComparison.Ordinal))
            .ShouldContain(node => HasLines(snapshot.Graph, node));
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Strings_are_counted_from_a_sample_of_the_heap(int major)
    {
        const string Objects = "global.held = []; for (let i = 0; i < 200000; i++) held.push({i}); setInterval(() => {}, 1000)";
        await using var objects = await StartAsync(major, Objects);
        await using var strings = await StartAsync(major, Objects.Replace("{i}", "['text', i].join(' ')", StringComparison.Ordinal));

        var among = (await HeapCensus.TakeAsync(objects, Cancellation)).Strings;
        var counted = (await HeapCensus.TakeAsync(strings, Cancellation)).Strings;

        among.ShouldNotBeNull().ShouldBeLessThan(60_000);
        counted.ShouldNotBeNull().ShouldBeInRange(120_000 + among.Value, 400_000); // V8 may have copies of some that moved
    }

    [Fact]
    public async Task The_second_estimate_is_measured()
    {
        await using var target = await StartAsync(
            24, Holding.Replace("{i, next: held[i - 1]}", "'x'.repeat(1000) + i", StringComparison.Ordinal));
        var capture = new SnapshotCapture(target, new CaptureOptions { MaxPause = null });
        var first = await capture.CaptureAsync(Path.Combine(_folder, "1.heapsnapshot"), null, Cancellation);

        var second = await capture.CaptureAsync(Path.Combine(_folder, "2.heapsnapshot"), null, Cancellation);

        (second.Estimate.FileBytes / (double)second.FileBytes).ShouldBe(1, tolerance: 0.1);
        second.Estimate.FileBytes.ShouldBeLessThan(first.Estimate.FileBytes);
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_heap_of_large_strings_is_not_refused_for_its_size(int major)
    {
        // 100 MB that would stop the program for 7 seconds and more if they were small objects
        await using var target = await StartAsync(
            major,
            "global.held = []; for (let i = 0; i < 5000; i++) held.push(Buffer.alloc(20000, 'a').toString('latin1') + i); "
            + "for (const text of held) text.charCodeAt(9); setInterval(() => {}, 1000)");
        // It may still be starting.
        while ((await target.SampleMemoryAsync(Cancellation)).HeapUsedBytes < 100_000_000) await Task.Delay(50, Cancellation);

        var capture = new SnapshotCapture(target, new CaptureOptions { MaxPause = TimeSpan.FromSeconds(4) });
        var captured = await capture.CaptureAsync(Path.Combine(_folder, "a.heapsnapshot"), null, Cancellation);

        captured.HeapUsedBytes.ShouldBeGreaterThan(90_000_000);
        captured.Estimate.Pause.ShouldBeLessThan(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Files_are_named_as_node_names_them()
    {
        await using var target = await StartAsync(20, Holding);
        var capture = new SnapshotCapture(target);
        var captured = await capture.CaptureAsync(path: null, progress: null, Cancellation);
        try
        {
            Path.GetDirectoryName(captured.Path).ShouldBe(Environment.CurrentDirectory);
            Path.GetFileName(captured.Path).ShouldMatch($@"^Heap\.\d{{8}}\.\d{{6}}\.{target.ProcessId}\.0\.001\.heapsnapshot$");
        }
        finally
        {
            File.Delete(captured.Path);
        }
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Only_a_temporary_snapshot_has_shortened_strings(int major)
    {
        await using var target = await StartAsync(major, HoldingText);
        var temporary = Path.Combine(_folder, "1.heapsnapshot");
        var usual = Path.Combine(_folder, "2.heapsnapshot");

        await new SnapshotCapture(target, new CaptureOptions { IsTemporary = true }).CaptureAsync(temporary, null, Cancellation);
        await new SnapshotCapture(target).CaptureAsync(usual, null, Cancellation);

        (await LongestRunAsync(temporary)).ShouldBe(CaptureOptions.TemporaryStringLimit - 1);
        (await LongestRunAsync(usual)).ShouldBe(1023);
    }

    [Fact]
    public async Task A_limit_set_by_the_program_is_kept()
    {
        var script = Path.Combine(_folder, "app.js");
        await File.WriteAllTextAsync(script, HoldingText, Cancellation);
        await using var target = await NodeTarget.OpenAsync(
            TargetSpec.FromCommand([await NodeInstall.RequireAsync(24), "--heap-snapshot-string-limit=2000", script]),
            new TargetOptions { ProgramOutput = Stream.Null },
            Cancellation);
        var path = Path.Combine(_folder, "1.heapsnapshot");

        await new SnapshotCapture(target, new CaptureOptions { IsTemporary = true }).CaptureAsync(path, null, Cancellation);

        (await LongestRunAsync(path)).ShouldBe(1999);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static bool HasLines(HeapGraph graph, NodeIndex script)
    {
        foreach (var edge in graph.EdgesOf(script))
        {
            if (edge is { Type: EdgeType.Internal, Name: "line_ends" } && graph.NameOf(edge.To) == "(script line ends)") return true;
        }

        return false;
    }

    private async Task<NodeTarget> StartAsync(int major, string source)
    {
        var script = Path.Combine(_folder, "app.js");
        await File.WriteAllTextAsync(script, source, Cancellation);
        var spec = TargetSpec.FromCommand([await NodeInstall.RequireAsync(major), script]);
        return await NodeTarget.OpenAsync(spec, new TargetOptions { ProgramOutput = Stream.Null }, Cancellation);
    }

    /// <summary>The longest run of the letter y in a file.</summary>
    private static async Task<int> LongestRunAsync(string path)
    {
        int longest = 0, run = 0;
        foreach (var letter in await File.ReadAllBytesAsync(path, Cancellation))
        {
            run = letter == 'y' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }

    private sealed class Collect(List<CaptureProgress> seen) : IProgress<CaptureProgress>
    {
        public void Report(CaptureProgress value) => seen.Add(value);
    }
}
