using System.Text;
using Heapwise.Live.Spawning;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Live;

public sealed class InspectorChatterTests
{
    private const string Mixed =
        "starting\nDebugger listening on ws://127.0.0.1:38211/0a-b\nFor help, see: https://nodejs.org/en/docs/inspector\nwarning: ü\r\n\n"
        + "Debugger attached.\nDebugger, I said\nWaiting for the debugger to disconnect...\n"
        + "Debugger ending on ws://127.0.0.1:38211/0a-b\nlast, unfinished";

    private const string Expected = "starting\nwarning: ü\r\n\nDebugger, I said\nlast, unfinished";

    private readonly List<Uri> _announced = [];
    private int _finished;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Only_the_inspector_lines_are_removed_however_the_bytes_arrive(int step)
    {
        var chatter = Create();
        List<byte> passed = [];

        foreach (var part in Encoding.UTF8.GetBytes(Mixed).Chunk(step)) chatter.Push(part, passed);
        chatter.Finish(passed);

        Encoding.UTF8.GetString([.. passed]).ShouldBe(Expected);
        _announced.ShouldBe([new Uri("ws://127.0.0.1:38211/0a-b")]);
        _finished.ShouldBe(1);
        chatter.LastLines.ShouldBe(["starting", "warning: ü", "", "Debugger, I said", "last, unfinished"]);
    }

    [Fact]
    public void A_prompt_without_a_line_end_is_not_held_back()
    {
        List<byte> passed = [];

        Create().Push("Password: "u8, passed);

        Encoding.UTF8.GetString([.. passed]).ShouldBe("Password: ");
    }

    [Fact]
    public void A_possible_inspector_line_is_held_back()
    {
        var chatter = Create();
        List<byte> passed = [];

        chatter.Push("Debugger "u8, passed);
        passed.ShouldBeEmpty();
        chatter.Push("says hi"u8, passed);

        Encoding.UTF8.GetString([.. passed]).ShouldBe("Debugger says hi");
    }

    [Fact]
    public void Only_the_last_lines_are_kept_and_long_ones_are_truncated()
    {
        var chatter = Create();
        List<byte> passed = [];

        for (var i = 0; i < 50; i++) chatter.Push(Encoding.UTF8.GetBytes($"{i} {new string('x', 2000)}\n"), passed);

        chatter.LastLines.Count.ShouldBe(20);
        chatter.LastLines[^1].ShouldStartWith("49 xxx");
        chatter.LastLines[^1].Length.ShouldBe(500);
        passed.Count.ShouldBeGreaterThan(100_000);
    }

    private InspectorChatter Create() => new() { Announced = _announced.Add, Finished = () => _finished++ };
}
