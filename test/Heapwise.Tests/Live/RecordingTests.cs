using System.Text.Json;
using Heapwise.Live.Cdp;
using Heapwise.Live.Cdp.Wire;
using Heapwise.Live.Recording;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Live;

public sealed class RecordingTests
{
    [Fact]
    public void A_profile_becomes_a_list_with_parents_first_and_one_based_positions()
    {
        var profile = Read(
            """
            {
              "head": {
                "callFrame": {"functionName": "(root)", "scriptId": "0", "url": "", "lineNumber": -1, "columnNumber": -1},
                "selfSize": 0, "id": 1, "children": [
                  {
                    "callFrame": {"functionName": "a", "scriptId": "7", "url": "/app.js", "lineNumber": 3, "columnNumber": 8},
                    "selfSize": 10, "id": 2, "children": [
                      {
                        "callFrame": {"functionName": "", "scriptId": "7", "url": "/app.js", "lineNumber": 5, "columnNumber": 0},
                        "selfSize": 1048592.5, "id": 4, "children": []
                      }
                    ]
                  },
                  {
                    "callFrame": {"functionName": "b", "scriptId": "7", "url": "/app.js", "lineNumber": 9, "columnNumber": 1},
                    "selfSize": 0, "id": 3, "children": []
                  }
                ]
              },
              "samples": [
                {"size": 5, "nodeId": 2, "ordinal": 12}, {"size": 5, "nodeId": 2, "ordinal": 90}, {"size": 9, "nodeId": 4, "ordinal": 40}
              ]
            }
            """);
        profile.Frames.ShouldBe(
        [
            new SampledFrame(-1, "(root)", "", 0, 0, 0, 0), new SampledFrame(0, "a", "/app.js", 4, 9, 10, 2),
            new SampledFrame(1, "", "/app.js", 6, 1, 1048592, 1), new SampledFrame(0, "b", "/app.js", 10, 2, 0, 0),
        ]);
        (profile.Samples, profile.SamplesTaken).ShouldBe((3, 90));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"head": {"selfSize": 1, "id": 1}}""")]
    [InlineData("""{"head": 5}""")]
    public void Anything_but_a_profile_is_an_invalid_answer(string json) => Should.Throw<JsonException>(() => Read(json));

    [Theory]
    [InlineData(null, 512)]
    [InlineData(0L, 128)]
    [InlineData(60_000_000L, 128)]
    [InlineData(75_000_000L, 256)]
    [InlineData(1_000_000_000L, 2048)]
    [InlineData(3_000_000_000L, 8192)]
    [InlineData(long.MaxValue, 65536)]
    public void The_interval_keeps_samples_below_500_a_second(long? bytesPerSecond, long kilobytes)
    {
        var interval = AllocationRate.IntervalFor(bytesPerSecond);
        interval.ShouldBe(kilobytes << 10);
        if (bytesPerSecond < 30_000_000_000) (bytesPerSecond.Value / interval).ShouldBeLessThan(AllocationRate.SamplesPerSecond);
    }

    // V8 looks three times. The first stretch is the heap as it was; of the second, 60 of 100 bytes are alive at the end.
    [Fact]
    public async Task An_interval_counts_objects_born_and_alive()
    {
        await using var mock = new MockInspector(async peer =>
        {
            await peer.ReceiveAsync(); // the log listens by now
            await peer.SendAsync("""{"method": "HeapProfiler.heapStatsUpdate", "params": {"statsUpdate": [0, 50, 9000]}}""");
            await SeeAsync(peer, 99);
            await peer.SendAsync("""{"method": "HeapProfiler.heapStatsUpdate", "params": {"statsUpdate": [1, 10, 100]}}""");
            await SeeAsync(peer, 119);
            await peer.SendAsync("""{"method": "HeapProfiler.heapStatsUpdate", "params": {"statsUpdate": [1, 6, 60, 2, 1, 8]}}""");
            await SeeAsync(peer, 121);
            await peer.BeSilentAsync();
        });
        using var handler = new SocketsHttpHandler();
        using var invoker = new HttpMessageInvoker(handler);
        await using var connection = await CdpConnection.ConnectAsync(mock.Socket, invoker, null, TestContext.Current.CancellationToken);
        using var log = new HeapStatsLog(connection, TimeProvider.System);
        var cancellation = TestContext.Current.CancellationToken;
        await connection.PostAsync("HeapProfiler.enable", WireEmpty.Instance, CdpJson.Default.WireEmpty, cancellation);
        while (log.Stretches().Count < 2) await Task.Delay(5, TestContext.Current.CancellationToken);
        log.LastIdBefore.ShouldBe(99);
        log.Stretches().Select(stretch => (stretch.NewBytes, stretch.NewObjects, stretch.LiveBytes, stretch.LiveObjects))
            .ShouldBe([(100, 10, 60, 6), (8, 1, 8, 1)]);
        log.Stretches()[0].To.ShouldBe(log.Stretches()[1].From);
    }

    private static Task SeeAsync(MockPeer peer, long id) =>
        peer.SendAsync($$$"""{"method": "HeapProfiler.lastSeenObjectId", "params": {"lastSeenObjectId": {{{id}}}, "timestamp": 1.5}}""");

    private static SampledProfile Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return SampledProfile.Read(document.RootElement);
    }
}
