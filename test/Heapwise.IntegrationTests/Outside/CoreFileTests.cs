using System.Diagnostics;
using System.Runtime.Versioning;
using Heapwise.Heap;
using Heapwise.Outside;
using Heapwise.Outside.Failures;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Outside;

/// <summary>Core files that V8 leaves when its heap is full, read as snapshots.</summary>
[SupportedOSPlatform("linux")]
public sealed class CoreFileTests : IDisposable
{
    private const string Leaking =
        """
        class Order { constructor(i) { this.id = i; this.lines = ['line ' + i, {of: i}]; } }
        global.orders = new Map();
        const fill = i => { for (let j = 0; j < 1000; j++) orders.set(i + j, new Order(i + j)); setImmediate(fill, i + 1000); };
        fill(0);
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-core-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task What_filled_the_heap_is_in_the_file(int major)
    {
        var pattern = (await File.ReadAllTextAsync("/proc/sys/kernel/core_pattern", Cancellation)).Trim();
        Assert.SkipWhen(pattern.StartsWith('|') || pattern.Contains('/'), $"core files go elsewhere here: {pattern}");
        var core = await RunOutOfMemoryAsync(major);

        using var snapshot = OpenCore(core);

        var orders = PlantedHeap.ClassOf(snapshot, "Order");
        orders.Count.ShouldBeGreaterThan(20_000);
        snapshot.PositionOf(orders).ShouldNotBeNull().Path.ShouldEndWith("app.js");
        var table = PlantedHeap.ClassOf(snapshot, "Map");
        ((double)table.RetainedBytes).ShouldBeGreaterThan(snapshot.Statistics.TotalBytes * 0.5);

        var run = await CliRun.OfAsync($"diagnose {core}");
        run.ExitCode.ShouldBe(0, run.ToString());
        run.Out.ShouldContain("orders", customMessage: run.ToString());
    }

    [Fact]
    public async Task What_is_no_core_file_is_refused_in_words()
    {
        var file = Path.Combine(_folder, "a.txt");
        const string Text = "not a core file, but long enough to have the header of one, which takes sixty-four bytes";
        await File.WriteAllTextAsync(file, Text, Cancellation);
        Should.Throw<OutsideException>(() => OutsideCapture.OpenCore(file)).Message.ShouldContain("is not a core file that can be read");

        var node = await NodeInstall.RequireAsync(24);
        Should.Throw<OutsideException>(() => OutsideCapture.OpenCore(node)).Message.ShouldContain("it is a program or a library");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> RunOutOfMemoryAsync(int major)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "app.js"), Leaking, Cancellation);
        var node = await NodeInstall.RequireAsync(major);
        var start = new ProcessStartInfo("bash", ["-c", $"ulimit -c unlimited; exec '{node}' --max-old-space-size=40 app.js"])
        {
            WorkingDirectory = _folder,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        errors.ShouldContain("heap out of memory");
        var cores = Directory.GetFiles(_folder, "core*");
        if (cores.Length == 0) Assert.Skip($"this system writes core files elsewhere, or none: {ReadCorePattern()}");
        return cores.ShouldHaveSingleItem();
    }

    private static string ReadCorePattern() => "kernel.core_pattern is " + File.ReadAllText("/proc/sys/kernel/core_pattern").Trim();

    private HeapSnapshot OpenCore(string core)
    {
        var path = Path.Combine(_folder, "core.heapsnapshot");
        using (var capture = OutsideCapture.OpenCore(core))
        using (var file = File.Create(path))
        {
            capture.WriteSnapshot(file, cancellation: Cancellation);
        }

        return HeapSnapshot.Open(path);
    }
}
