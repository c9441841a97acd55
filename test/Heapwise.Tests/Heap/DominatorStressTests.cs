using Heapwise.Heap.Graph;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Heap;

/// <summary>
/// Dominators of graphs with the shape of heaps (mostly trees, long chains, many edges to a few shared nodes, rings back
/// up) against a plain iterative algorithm (Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm", 2001).
/// </summary>
public sealed class DominatorStressTests
{
    private const int Graphs = 300;
    private const int MostNodes = 900;

    [Fact]
    public void Immediate_dominators_equal_a_plain_iteration()
    {
        for (var seed = 0; seed < Graphs; seed++)
        {
            var (heap, edges) = Make(new Random(seed));
            using var snapshot = heap.Open();
            var expected = Iterate(edges);
            var found = Enumerable.Range(0, edges.Length)
                .Select(node => snapshot.Dominators.ImmediateDominatorOf(new NodeIndex(node)).Value);
            found.ShouldBe(expected, $"seed {seed}");
        }
    }

    /// <summary>
    /// Every node except the first has one edge from an earlier node. More edges go forwards, backwards, and to shared nodes.
    /// </summary>
    private static (TinyHeap Heap, List<int>[] Edges) Make(Random random)
    {
        var heap = new TinyHeap();
        var nodes = new List<TinyNode> { heap.Root };
        var count = random.Next(3, MostNodes);
        var edges = Enumerable.Range(0, count).Select(_ => new List<int>()).ToArray();
        var chain = random.NextDouble();
        for (var node = 1; node < count; node++)
        {
            nodes.Add(heap.Object("N", 8));
            Add(random.NextDouble() < chain ? node - 1 : random.Next(node), node);
        }

        var more = (int)(count * random.NextDouble() * 2);
        var shared = random.Next(1, 20);
        for (var i = 0; i < more; i++)
        {
            var from = random.Next(count);
            var to = random.Next(3) switch
            {
                0 => random.Next(count),
                1 => Math.Min(count - 1, from + random.Next(12)),
                _ => random.Next(Math.Min(shared, count)) * count / shared % count,
            };
            if (to != 0) Add(from, to);
        }

        return (heap, edges);

        void Add(int from, int to)
        {
            edges[from].Add(to);
            if (from == 0) nodes[0].Shortcut($"e{edges[0].Count}", nodes[to]);
            else nodes[from].Property($"e{edges[from].Count}", nodes[to]);
        }
    }

    /// <summary>Cooper, Harvey and Kennedy's iteration over the nodes in reverse postorder.</summary>
    private static int[] Iterate(List<int>[] edges)
    {
        var order = Postorder(edges);
        var rank = new int[edges.Length];
        for (var i = 0; i < order.Count; i++) rank[order[i]] = i;
        var sources = Enumerable.Range(0, edges.Length).Select(_ => new List<int>()).ToArray();
        for (var from = 0; from < edges.Length; from++) edges[from].ForEach(to => sources[to].Add(from));
        var dominators = Enumerable.Repeat(-1, edges.Length).ToArray();
        dominators[0] = 0;
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var node in Enumerable.Reverse(order).Skip(1))
            {
                var candidate = sources[node].Where(source => dominators[source] >= 0).Aggregate((a, b) => Meet(a, b));
                changed |= dominators[node] != candidate;
                dominators[node] = candidate;
            }
        }

        return dominators;

        int Meet(int a, int b)
        {
            while (a != b)
            {
                if (rank[a] < rank[b]) a = dominators[a];
                else b = dominators[b];
            }

            return a;
        }
    }

    private static List<int> Postorder(List<int>[] edges)
    {
        var order = new List<int>();
        var seen = new bool[edges.Length];
        var stack = new Stack<(int Node, int Next)>();
        stack.Push((0, 0));
        seen[0] = true;
        while (stack.TryPop(out var top))
        {
            if (top.Next == edges[top.Node].Count)
            {
                order.Add(top.Node);
                continue;
            }

            stack.Push((top.Node, top.Next + 1));
            var target = edges[top.Node][top.Next];
            if (seen[target]) continue;
            seen[target] = true;
            stack.Push((target, 0));
        }

        return order;
    }
}
