using System.Runtime.Versioning;
using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Outside;
using Heapwise.Outside.Snapshot;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Outside;

/// <summary>
/// Which object is which, in captures of a program that moves its objects: each has a serial number in the text of its name. A Map keeps
/// all orders, and a second one the newest thousand sessions; garbage between the captures makes V8 collect and promote.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class MovingObjectsTests
{
    private const double WrongShare = 0.001;
    private const double LostShare = 0.01;

    private const string Source =
        """
        const flat = text => Buffer.from(text).toString();
        class Order { constructor(i) { this.name = flat('order ' + i); this.items = [i, {of: i}]; } }
        class Session { constructor(i) { this.name = flat('session ' + i); this.seen = {at: i}; } }
        const orders = new Map(), recent = new Map();
        let serial = 0, steps = 0, garbage;
        function work(count) {
          for (let i = 0; i < count; i++) {
            serial++;
            orders.set('key' + serial, new Order(serial));
            recent.set(serial, new Session(serial));
            if (recent.size > 1000) recent.delete(recent.keys().next().value);
            for (let j = 0; j < 20; j++) garbage = {j, text: ['a' + j]};
          }
        }
        global.keep = [orders, recent];
        require('readline').createInterface({input: process.stdin}).on('line', line => {
          if (line === 'gc') gc(); else work(Number(line));
          console.log('step ' + ++steps);
        });
        console.log('ready');
        """;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task They_keep_their_ids(int major)
    {
        await using var program = await NodeProgram.RunSourceAsync(
            major, Source, nodeArguments: ["--expose-gc"], prefix: NodeProgram.Apart);
        using var identities = new ObjectIdentities();
        Dictionary<string, long>? before = null;
        foreach (var (number, step) in ((string[])["500", "500", "20000", "300", "20000", "gc", "5000", "gc"]).Index())
        {
            await program.SendLineAsync(step);
            await program.WaitForLineAsync(line => line == $"step {number + 1}");
            var now = Capture(program.ProcessId, identities);
            if (before is not null) Compare(before, now, step);
            before = now;
        }
    }

    private static void Compare(Dictionary<string, long> before, Dictionary<string, long> now, string step)
    {
        var names = before.ToDictionary(pair => pair.Value, pair => pair.Key);
        var wrong = now.Count(pair => names.TryGetValue(pair.Value, out var other) && other != pair.Key);
        var lost = before.Count(pair => now.TryGetValue(pair.Key, out var id) && id != pair.Value);
        TestContext.Current.TestOutputHelper?.WriteLine($"{step}: {wrong} of {now.Count} wrong, {lost} of {before.Count} lost");
        ((double)wrong).ShouldBeLessThanOrEqualTo(WrongShare * now.Count, $"after {step}");
        ((double)lost).ShouldBeLessThanOrEqualTo(LostShare * before.Count, $"after {step}");
    }

    /// <summary>The ids of orders and sessions by their names.</summary>
    private static Dictionary<string, long> Capture(int processId, ObjectIdentities identities)
    {
        using var stream = new MemoryStream();
        using (var capture = OutsideCapture.Take(processId, PlantedHeap.Patient, TestContext.Current.CancellationToken))
            capture.WriteSnapshot(stream, identities, TestContext.Current.CancellationToken);
        stream.Position = 0;
        using var snapshot = HeapSnapshot.Read(stream, "capture");
        var graph = snapshot.Graph;
        var ids = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var owner in (string[])["Order", "Session"])
        {
            foreach (var node in snapshot.Classes.FindNodes(PlantedHeap.ClassOf(snapshot, owner)))
            {
                foreach (var edge in graph.EdgesOf(node))
                    if (edge is { Type: EdgeType.Property, Name: "name" }) ids[graph.NameOf(edge.To)] = graph.IdOf(node).Value;
            }
        }

        return ids;
    }
}
