using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Tests.Heap.Oracles;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Heap;

/// <summary>The engine's facts against the oracles on thousands of small random heaps, by fixed seeds.</summary>
[Trait("Reading", "numbers")]
public sealed class RandomGraphTests(RandomGraphTests.Opened opened) : IClassFixture<RandomGraphTests.Opened>
{
    private const int Heaps = 4_000;
    private const int Pairs = 1_500;

    [Fact]
    public void Reading_keeps_every_node_edge_and_location() => Check((plain, snapshot) => EngineComparison.SameGraph(plain, snapshot));

    [Fact]
    public void Immediate_dominators_equal_those_by_definition() => Check((plain, snapshot) =>
    {
        var oracle = new DominatorOracle(plain);
        foreach (var node in plain.Nodes)
        {
            snapshot.Dominators.ImmediateDominatorOf(At(node)).Value.ShouldBe(oracle.ImmediateDominatorOf(node).Index, node.ToString());
        }
    });

    [Fact]
    public void Retained_sizes_equal_the_sum_over_dominated_nodes() => Check((plain, snapshot) =>
    {
        var oracle = new DominatorOracle(plain);
        foreach (var node in plain.Nodes)
        {
            snapshot.Dominators.RetainedSizeOf(At(node)).ShouldBe(oracle.RetainedSizeOf(node), node.ToString());
        }
    });

    [Fact]
    public void Dominated_nodes_are_listed_under_their_dominator() => Check((plain, snapshot) =>
    {
        var oracle = new DominatorOracle(plain);
        foreach (var node in plain.Nodes)
        {
            var expected = plain.Nodes.Skip(1).Where(other => oracle.ImmediateDominatorOf(other) == node).Select(At);
            snapshot.Dominators.ChildrenOf(At(node)).ToArray().ShouldBe(expected, node.ToString());
            foreach (var other in plain.Nodes)
            {
                var dominates = oracle.DominatorsOf(other).Contains(node);
                snapshot.Dominators.Dominates(At(node), At(other)).ShouldBe(dominates, $"{node} over {other}");
            }
        }
    });

    [Fact]
    public void Distances_equal_a_plain_breadth_first_walk() => Check((plain, snapshot) =>
    {
        var oracle = new DistanceOracle(plain);
        foreach (var node in plain.Nodes) snapshot.Distances.Of(At(node)).ShouldBe(oracle.Of(node), node.ToString());
    });

    [Fact]
    public void Shallow_sizes_equal_the_transfer_by_owner_sets() => Check((plain, snapshot) =>
    {
        foreach (var node in plain.Nodes) snapshot.Graph.ShallowSizeOf(At(node)).ShouldBe(node.Size, node.ToString());
    });

    [Fact]
    public void Retainers_are_all_edges_to_a_node_in_file_order() => Check((plain, snapshot) =>
    {
        foreach (var node in plain.Nodes)
        {
            snapshot.Retainers.CountOf(At(node)).ShouldBe(node.Retainers.Count, node.ToString());
            var expected = node.Retainers.Select(edge => (edge.Index, edge.From.Index));
            var found = snapshot.Retainers.Of(At(node)).Select(edge => (edge.Index.Value, edge.From.Value));
            found.ShouldBe(expected, node.ToString());
        }
    });

    [Fact]
    public void Class_totals_equal_a_walk_per_node() => Check((plain, snapshot) =>
    {
        var oracle = new ClassOracle(plain);
        var expected = oracle.Rows(new DominatorOracle(plain), new DistanceOracle(plain));
        snapshot.Classes.All.Select(ClassOracle.Row.From).ShouldBe(expected, ignoreOrder: true);
        foreach (var node in plain.Nodes) snapshot.Classes.Of(At(node)).Key.ShouldBe(oracle.KeyOf(node), node.ToString());
    });

    [Fact]
    public void Interfaces_equal_the_simple_inference() => Check((plain, snapshot) =>
        snapshot.Interfaces.Select(known => (known.Name, string.Join('|', known.Properties), known.Count))
            .ShouldBe(InterfaceOracle.Infer(plain).Select(known => (known.Name, string.Join('|', known.Properties), known.Count))));

    [Fact]
    public void Statistics_equal_plain_sums() => Check((plain, snapshot) => snapshot.Statistics.ShouldBe(StatisticsOracle.Of(plain)));

    [Fact]
    public void Native_contexts_equal_reachability_by_sets() => Check((plain, snapshot) =>
    {
        var expected = StatisticsOracle.NativeContexts(plain);
        var found = snapshot.NativeContexts;
        found.Contexts.Select(context => (context.Node.Value, context.AttributedBytes))
            .ShouldBe(expected.Contexts.Select(context => (context.Context.Index, context.Bytes)));
        found.SharedBytes.ShouldBe(expected.Shared);
        found.UnattributedBytes.ShouldBe(expected.Unattributed);
    });

    [Fact]
    public void Duplicate_strings_equal_grouping_by_text() => Check((plain, snapshot) =>
    {
        var dominators = new DominatorOracle(plain);
        var expected = DuplicateStringOracle.Of(plain).Select(group => (
            group.Text,
            Nodes: string.Join(' ', group.Nodes.Select(node => node.Index)),
            Shallow: group.Nodes.Sum(node => node.Size),
            Retained: group.Nodes.Sum(dominators.RetainedSizeOf)));
        var found = snapshot.DuplicateStrings.Select(group => (
            Text: group.Value,
            Nodes: string.Join(' ', group.Nodes.Select(node => node.Value)),
            Shallow: group.ShallowBytes,
            Retained: group.RetainedBytes));
        found.ShouldBe(expected, ignoreOrder: true);
    });

    [Fact]
    public void Comparison_equals_sets_of_ids()
    {
        for (var seed = 0; seed < Pairs; seed++)
        {
            var (before, after) = RandomHeap.CreatePair(seed);
            using var first = before.Open();
            using var second = after.Open();
            var expected = ComparisonOracle.Of(Prepare(before), Prepare(after));
            var found = HeapSnapshot.Compare(first, second);
            found.Select(row => new ComparisonOracle.Row(row.Key, row.Added, row.Removed, row.AddedBytes, row.RemovedBytes))
                .ShouldBe(expected, ignoreOrder: true, $"seed {seed}, before\n{before}after\n{after}");
            found.Select(row => row.DeltaBytes).ShouldBeInOrder(SortDirection.Descending, $"seed {seed}");
        }
    }

    private static NodeIndex At(PlainNode node) => new(node.Index);

    private void Check(Action<PlainHeap, HeapSnapshot> check)
    {
        foreach (var (heap, plain, snapshot) in opened.All)
        {
            try
            {
                check(plain, snapshot);
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"Layout {heap.Layout}:\n{heap}\n{fault.Message}", fault);
            }
        }
    }

    private static PlainHeap Prepare(TinyHeap heap)
    {
        var plain = StrictReader.Read(heap.ToJson());
        DomStateOracle.Apply(plain);
        TransferOracle.Apply(plain);
        return plain;
    }

    /// <summary>The heaps with seeds from 0, each opened once by the engine and once by the strict reader.</summary>
    public sealed class Opened : IDisposable
    {
        internal IReadOnlyList<(TinyHeap Heap, PlainHeap Plain, HeapSnapshot Snapshot)> All { get; } =
            [.. Enumerable.Range(0, Heaps).Select(RandomHeap.Create).Select(heap => (heap, Prepare(heap), heap.Open()))];

        public void Dispose()
        {
            foreach (var (_, _, snapshot) in All) snapshot.Dispose();
        }
    }
}
