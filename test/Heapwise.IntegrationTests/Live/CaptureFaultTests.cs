using System.Diagnostics;
using System.Runtime.Versioning;
using Heapwise.IntegrationTests.Cli;
using Heapwise.Live.Capture;
using Heapwise.Live.Processes;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Live;

/// <summary>Faults while a snapshot is taken: one clear exception, no file left behind, the target unchanged.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CaptureFaultTests : IDisposable
{
    private const string Holding = "global.held = []; for (let i = 0; i < 300000; i++) held.push({i}); " + TargetFootprint.Server;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-fault-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string SnapshotPath => Path.Combine(_folder, "a.heapsnapshot");

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_target_that_dies_mid_snapshot_leaves_no_file(int major)
    {
        await using var program = await NodeProgram.RunSourceAsync(major, Holding, nodeArguments: ["--inspect=127.0.0.1:0"]);
        await using var target = await OpenAsync(program);

        var thrown = await Should.ThrowAsync<TargetExitedException>(() => new SnapshotCapture(target).CaptureAsync(
            SnapshotPath, new Act(progress => { if (progress.Phase == CapturePhase.Writing) program.Kill(); }), Cancellation));

        thrown.Message.ShouldStartWith($"node {program.ProcessId} (app.js) ended");
        Directory.GetFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_cancelled_snapshot_leaves_no_file_and_the_target_unchanged(int major)
    {
        using var port = await InspectorPort.TakeAsync();
        await using var program = await NodeProgram.RunSourceAsync(major, Holding);
        await TargetFootprint.ReadAsync(program);
        var before = await TargetFootprint.ReadAsync(program);
        using var cancel = new CancellationTokenSource();

        await using (var target = await NodeTarget.OpenAsync(new TargetSpec.RunningProcess(program.ProcessId), null, Cancellation))
        {
            await Should.ThrowAsync<OperationCanceledException>(() => new SnapshotCapture(target).CaptureAsync(
                SnapshotPath, new Act(progress => { if (progress.Phase == CapturePhase.Building) cancel.Cancel(); }), cancel.Token));
            Directory.GetFileSystemEntries(_folder).ShouldBeEmpty();
        }

        await TargetFootprint.ShouldBeUnchangedAsync(program, before);
    }

    [Fact]
    public async Task A_full_disk_is_reported_with_path_and_size()
    {
        var disk = Path.Combine(_folder, "disk");
        Directory.CreateDirectory(disk);
        if (!await RunAsync("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk))
            Assert.Skip("needs the right to mount a small tmpfs (root)");
        try
        {
            await using var program = await NodeProgram.RunSourceAsync(24, Holding, nodeArguments: ["--inspect=127.0.0.1:0"]);
            await using var target = await OpenAsync(program);
            var path = Path.Combine(disk, "a.heapsnapshot");

            var refused = await Should.ThrowAsync<CaptureRefusedException>(
                () => new SnapshotCapture(target).CaptureAsync(path, null, Cancellation));
            refused.Message.ShouldStartWith($"{disk} has 1 MB free, but the snapshot may need ");

            var forced = new SnapshotCapture(target, new CaptureOptions { Force = true });
            var failed = await Should.ThrowAsync<TargetException>(() => forced.CaptureAsync(path, null, Cancellation));
            failed.Message.ShouldStartWith($"{path} could not be written after ");
            failed.Message.ShouldContain("No space left on device");
            Directory.GetFileSystemEntries(disk).ShouldBeEmpty();
            (await target.EvaluateAsync("held.length", Cancellation)).ShouldBe("300000"); // it is still there, and answers
        }
        finally
        {
            (await RunAsync("umount", disk)).ShouldBeTrue();
        }
    }

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_memory_limit_that_a_snapshot_would_exceed_refuses_it_and_names_what_is_affordable(int major)
    {
        // 300,000 objects in one array take 450 MB more (630 to 680 on Node 18); without them, Node needs 60 MB
        using var group = MemoryCgroup.Require(400L << 20);
        await using var program = await NodeProgram.RunSourceAsync(
            major, Holding, nodeArguments: ["--inspect=127.0.0.1:0"], prefix: group.Entering);
        await using var target = await OpenAsync(program);

        var refused = await Should.ThrowAsync<CaptureRefusedException>(
            () => new SnapshotCapture(target).CaptureAsync(SnapshotPath, null, Cancellation));

        refused.Message.ShouldContain("its memory limit of 419.4 MB (cgroup) leaves ");
        refused.Message.ShouldContain("heapwise record, stats and top need no snapshot");
        Directory.GetFileSystemEntries(_folder).ShouldBeEmpty();
        (await target.EvaluateAsync("held.length", Cancellation)).ShouldBe("300000");
        await target.EvaluateAsync("held.length = 0", Cancellation);
        await new SnapshotCapture(target).CaptureAsync(SnapshotPath, null, Cancellation);
    }

    [Fact]
    public async Task A_target_that_the_kernel_kills_for_memory_was_killed_by_the_snapshot()
    {
        using var group = MemoryCgroup.Require(300L << 20);
        await using var program = await NodeProgram.RunSourceAsync(
            24, Holding, nodeArguments: ["--inspect=127.0.0.1:0"], prefix: group.Entering);
        await using var target = await OpenAsync(program);
        var capture = new SnapshotCapture(target, new CaptureOptions { Force = true });

        var ended = await Should.ThrowAsync<TargetExitedException>(() => capture.CaptureAsync(SnapshotPath, null, Cancellation));

        ended.Message.ShouldContain("the kernel killed it for memory, which the snapshot needed. This was our doing.");
        Directory.GetFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_pause_above_the_limit_is_refused_before_the_snapshot()
    {
        await using var program = await NodeProgram.RunSourceAsync(24, Holding, nodeArguments: ["--inspect=127.0.0.1:0"]);
        await using var target = await OpenAsync(program);
        var capture = new SnapshotCapture(target, new CaptureOptions { MaxPause = TimeSpan.FromMilliseconds(200) });

        var thrown = await Should.ThrowAsync<CaptureRefusedException>(() => capture.CaptureAsync(SnapshotPath, null, Cancellation));

        thrown.Message.ShouldStartWith($"node {program.ProcessId} (app.js) would be paused for up to ");
        thrown.Message.ShouldContain("more than the 0.2 s allowed");
        thrown.Message.ShouldContain("--force");
        Directory.GetFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_folder_is_reported_before_the_target_is_touched()
    {
        await using var program = await NodeProgram.RunSourceAsync(24, TargetFootprint.Server, nodeArguments: ["--inspect=127.0.0.1:0"]);
        await using var target = await OpenAsync(program);

        var path = Path.Combine(_folder, "no", "a");
        (await Should.ThrowAsync<TargetException>(() => new SnapshotCapture(target).CaptureAsync(path, null, Cancellation)))
            .Message.ShouldStartWith($"{Path.Combine(_folder, "no")}: no such folder");
        (await Should.ThrowAsync<TargetException>(() => new SnapshotCapture(target).CaptureAsync(_folder, null, Cancellation)))
            .Message.ShouldStartWith($"{_folder} is a folder");
    }

    [Fact]
    public async Task A_leftover_partial_file_or_a_planted_link_is_replaced_not_followed()
    {
        await using var program = await NodeProgram.RunSourceAsync(24, TargetFootprint.Server, nodeArguments: ["--inspect=127.0.0.1:0"]);
        await using var target = await OpenAsync(program);
        var elsewhere = Path.Combine(_folder, "elsewhere");
        await File.WriteAllTextAsync(elsewhere, "precious", Cancellation);
        File.CreateSymbolicLink(SnapshotPath + ".partial", elsewhere);

        await new SnapshotCapture(target).CaptureAsync(SnapshotPath, null, Cancellation);

        (await File.ReadAllTextAsync(elsewhere, Cancellation)).ShouldBe("precious");
        File.GetUnixFileMode(SnapshotPath).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_target_that_makes_no_progress_is_reported_after_a_timeout()
    {
        await using var program = await NodeProgram.RunSourceAsync(24, TargetFootprint.Server, nodeArguments: ["--inspect=127.0.0.1:0"]);
        var impatient = new TargetOptions { SilenceTimeout = TimeSpan.FromSeconds(1), RequestTimeout = TimeSpan.FromSeconds(1) };
        await using var target = await OpenAsync(program, impatient);
        const int Stop = 19;
        Signals.Send(program.ProcessId, Stop);

        var thrown = await Should.ThrowAsync<TargetException>(() => target.SampleMemoryAsync(Cancellation));

        thrown.Message.ShouldStartWith($"node {program.ProcessId} (app.js) does not answer (Runtime.evaluate: no answer within 1 s)");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<NodeTarget> OpenAsync(NodeProgram program, TargetOptions? options = null)
    {
        var line = program.Errors.Single(line => line.StartsWith("Debugger listening on ", StringComparison.Ordinal));
        return await NodeTarget.OpenAsync(TargetSpec.ParseInspector(line["Debugger listening on ".Length..]), options, Cancellation);
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
        await process.WaitForExitAsync(Cancellation);
        return process.ExitCode == 0;
    }

    private sealed class Act(Action<CaptureProgress> act) : IProgress<CaptureProgress>
    {
        public void Report(CaptureProgress value) => act(value);
    }
}
