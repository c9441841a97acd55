using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Heapwise.Live.Processes;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Live;

/// <summary>Readers of /proc, against fixed text and against this very process.</summary>
public sealed class ProcTests
{
    private const string StatusOfNode =
        "Name:\tnode\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t811\nPid:\t811\nPPid:\t1\nUid:\t1000\t1001\t1000\t1000\n"
        + "NSpid:\t811\t7\nVmRSS:\t   98304 kB\nSigBlk:\t0000000000000000\nSigIgn:\t0000000001001000\nSigCgt:\t0000000108004602\n";

    [Fact]
    public void Status_is_read_field_by_field()
    {
        var status = ProcStatus.Parse(StatusOfNode);

        status.Name.ShouldBe("node");
        status.State.ShouldBe('S');
        status.ParentId.ShouldBe(1);
        status.UserId.ShouldBe(1001);
        status.NamespaceIds.ShouldBe([811, 7]);
        status.RssBytes.ShouldBe(96L << 20);
        status.HasEnded.ShouldBeFalse();
    }

    [Theory]
    [InlineData("SigCgt:\t0000000108004602\n", true, false)] // plain Node: 0x200 is SIGUSR1
    [InlineData("SigCgt:\t0000000108004402\n", false, false)] // handler added, then removed
    [InlineData("SigBlk:\t0000000000000200\nSigCgt:\t0000000108004402\n", false, true)] // --disable-sigusr1
    public void Signal_masks_show_whether_SIGUSR1_is_safe(string lines, bool caught, bool blocked)
    {
        var status = ProcStatus.Parse("Name:\tnode\nState:\tS (sleeping)\n" + lines);

        status.Catches(10).ShouldBe(caught);
        status.Blocks(10).ShouldBe(blocked);
    }

    [Fact]
    public void A_zombie_has_ended() => ProcStatus.Parse("Name:\tnode\nState:\tZ (zombie)\n").HasEnded.ShouldBeTrue();

    [Fact]
    public void This_process_is_found_and_an_impossible_one_is_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");

        var status = ProcStatus.Find(Environment.ProcessId).ShouldNotBeNull();
        status.NamespaceIds[0].ShouldBe(Environment.ProcessId);
        status.RssBytes.ShouldBeGreaterThan(1 << 20);
        ProcStatus.Find(int.MaxValue).ShouldBeNull();
        ProcStatus.IsRunning(int.MaxValue).ShouldBeFalse();
    }

    [Theory]
    [InlineData(
        "   0: 0100007F:240D 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 51234 1 0000 100 0 0 10 0",
        "127.0.0.1:9229", "0.0.0.0:0", 0x0A, 51234)]
    [InlineData(
        "   1: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 7 1 0000 100 0 0 10 0",
        "0.0.0.0:8080", "0.0.0.0:0", 0x0A, 7)]
    [InlineData(
        "   2: 00000000000000000000000001000000:240E 00000000000000000000000001000000:8020 01 0:0 00:0 0 0 0 99 1",
        "[::1]:9230", "[::1]:32800", 0x01, 99)]
    public void A_row_of_the_socket_table_is_read(string line, string local, string remote, int state, long inode)
    {
        Assert.SkipUnless(BitConverter.IsLittleEndian, "the rows are those of a little-endian machine");

        ProcSockets.ParseRow(line).ShouldBe(new TcpRow(IPEndPoint.Parse(local), IPEndPoint.Parse(remote), state, inode));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode")]
    [InlineData("   0: 0100007F 00000000:0000 0A 0:0 00:0 0 0 0 1 1")]
    public void Lines_that_are_not_rows_are_skipped(string line) => ProcSockets.ParseRow(line).ShouldBeNull();

    [Theory]
    [InlineData("MainThread DelayedTaskSche V8Worker V8Worker libuv-worker SignalInspector", "")]
    [InlineData("node-MainThread DelayedTaskSche node-V8Worker WorkerThread thumbnails InspectorIo", "WorkerThread thumbnails")]
    [InlineData("my-app V8Worker my-app mailer", "mailer")] // with a title of its own, and a native thread without a name
    public void Worker_threads_are_those_that_are_not_of_Node(string threads, string workers) =>
        string.Join(' ', ProcThreads.FindWorkers(threads.Split(' '))!).ShouldBe(workers); // they have names

    [Fact]
    public void Threads_without_names_are_not_told_apart() => ProcThreads.FindWorkers(["node", "node", "node"]).ShouldBeNull();

    [Fact]
    public void A_family_is_a_process_with_its_children_and_theirs()
    {
        // 1 ─ 5 ─ 7 ─ 9
        //   │   └ 8
        //   └ 6
        (int, int)[] all = [(1, 0), (9, 7), (5, 1), (6, 1), (7, 5), (8, 5)];

        ProcTree.FindFamily(5, all).ShouldBe([5, 7, 8, 9]);
    }

    [Fact]
    public void The_other_end_of_a_connection_is_found()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        using var accepted = listener.AcceptTcpClient();
        var (local, remote) = ((IPEndPoint)client.Client.LocalEndPoint!, (IPEndPoint)client.Client.RemoteEndPoint!);

        ConnectionPeer.Find(local, remote).ShouldBe(Environment.ProcessId);
        ConnectionPeer.Find(local, remote, [Environment.ProcessId]).ShouldBe(Environment.ProcessId);
        ConnectionPeer.Find(local, remote, []).ShouldBeNull();
    }

    [Fact]
    public void Processor_time_passes_only_while_a_process_computes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        ProcTime.ReadProcessorTime(Environment.ProcessId).ShouldBeGreaterThan(TimeSpan.Zero);
        ProcTime.ReadProcessorTime(int.MaxValue).ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_listening_socket_is_found_with_its_owner()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var place = (IPEndPoint)listener.LocalEndpoint;

        ProcSockets.ReadListening(Environment.ProcessId).ShouldContain(place);
        var row = ProcSockets.ReadTable(Environment.ProcessId).Single(row => row.State == TcpRow.Listen && row.Local.Equals(place));
        ProcSockets.FindOwner(row.Inode).ShouldBe(Environment.ProcessId);
        listener.Stop();
        ProcSockets.ReadListening(Environment.ProcessId).ShouldNotContain(place);
    }

    [Fact]
    public void Descriptors_are_counted_for_accessible_processes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        var before = ProcDescriptors.FindCount(Environment.ProcessId).ShouldNotBeNull();

        before.ShouldBeGreaterThan(3);
        ProcDescriptors.FindCount(int.MaxValue).ShouldBeNull();
    }

    [Fact]
    public void Arguments_and_variables_of_a_process_are_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs /proc");
        var start = new ProcessStartInfo("sleep", ["600"]) { UseShellExecute = false, Environment = { ["HEAPWISE_TEST"] = "a=b" } };
        using var process = Process.Start(start)!;
        try
        {
            var isSleep = SpinWait.SpinUntil(() => ProcText.ReadArguments(process.Id) is ["sleep", ..], TimeSpan.FromSeconds(10));
            isSleep.ShouldBeTrue("it has not exec'ed");

            ProcText.ReadArguments(process.Id).ShouldBe(["sleep", "600"]);
            ProcText.DescribeCommand(process.Id).ShouldBe("sleep 600");
            ProcText.FindVariable(process.Id, "HEAPWISE_TEST").ShouldBe("a=b");
            ProcText.FindVariable(process.Id, "HEAPWISE_TES").ShouldBeNull();
            ProcText.LooksLikeNode(process.Id).ShouldBeFalse();
        }
        finally
        {
            process.Kill();
        }
    }
}
