using System.Runtime.Versioning;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Classes;
using Heapwise.Outside;
using Heapwise.Outside.Copying;
using Heapwise.Outside.Snapshot;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Outside;

/// <summary>
/// A quiet program with known objects, which writes a snapshot of itself when a line is sent to it, and both snapshots of it:
/// <code>
/// global -keep-> Array -element-> Map (20,000 Order, each with a name and an Array)
///                              -> closure -context-> Context (variables kept, many)
///                              -> WeakMap, Set, dictionary, sparse array, buffer, bound function
///                              -> generator; promise, for which an async function waits
/// </code>
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class PlantedHeap : IAsyncDisposable
{
    public const int Orders = 20_000;

    private const string Source =
        """
        class Order { constructor(i) { this.id = i; this.name = 'n' + i; this.items = [i, {of: i}]; } }
        const orders = new Map();
        for (let i = 0; i < 20000; i++) orders.set(i, new Order(i));
        function outer() { const keptVariable = new Array(1000).fill('z'); return () => keptVariable.length; }
        const many = {}; for (let i = 0; i < 2000; i++) many['key' + i] = {v: i};
        const sparse = []; sparse[5000000] = {far: {}};
        const symbol = Symbol('mine');
        const held = {k: 1}, weak = new WeakMap([[held, {value: 2}]]);
        function* numbers() { const inside = {i: 1}; yield inside; }
        const generator = numbers(); generator.next();
        const never = new Promise(() => {}); async function waiting() { await never; } waiting();
        global.keep = [orders, outer(), many, sparse, {[symbol]: {q: 1}, get both() { return 1; }, set both(v) {}}, weak, held,
          new Set([{inSet: {}}]), generator, never, Buffer.alloc(100000), /ab+c/, outer.bind({bound: {}}, {argument: {}})];
        const v8 = require('v8');
        require('readline').createInterface({input: process.stdin}).on('line', line => {
          v8.writeHeapSnapshot(line);
          console.log('written');
        });
        console.log('ready');
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-outside-").FullName;

    private PlantedHeap(NodeProgram program) => Program = program;

    public NodeProgram Program { get; }

    public static async Task<PlantedHeap> StartAsync(int major) => new(
        await NodeProgram.RunSourceAsync(major, Source, prefix: NodeProgram.Apart));

    /// <summary>V8's own snapshot, for which garbage is collected first.</summary>
    public async Task<HeapSnapshot> TakeInsideAsync()
    {
        var path = Path.Combine(_folder, "inside.heapsnapshot");
        await Program.SendLineAsync(path);
        await Program.WaitForLineAsync(line => line == "written");
        return HeapSnapshot.Open(path);
    }

    public HeapSnapshot TakeOutside(ObjectIdentities? identities = null)
    {
        var path = Path.Combine(_folder, "outside.heapsnapshot");
        using (var capture = OutsideCapture.Take(Program.ProcessId, Patient, TestContext.Current.CancellationToken))
        using (var file = File.Create(path))
        {
            capture.WriteSnapshot(file, identities, TestContext.Current.CancellationToken);
        }

        return HeapSnapshot.Open(path);
    }

    /// <summary>Other tests run next to this one.</summary>
    public static OutsideOptions Patient { get; } = new() { MaxPause = TimeSpan.FromSeconds(20) };

    public static HeapClass ClassOf(HeapSnapshot snapshot, string name) =>
        snapshot.Classes.All.Where(one => one.Name == name).ShouldHaveSingleItem();

    public async ValueTask DisposeAsync()
    {
        await Program.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
