using Heapwise.Server.Snapshots;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Server;

public sealed class RadixOrderTests
{
    [Theory]
    [InlineData(10, true)]
    [InlineData(10, false)]
    [InlineData(5_000, true)]
    [InlineData(5_000, false)]
    [InlineData(long.MaxValue / 2, true)]
    [InlineData(long.MaxValue / 2, false)]
    public void Equals_a_stable_sort(long max, bool isAscending)
    {
        var random = new Random(7);
        for (var round = 0; round < 20; round++)
        {
            var keys = Enumerable.Range(0, random.Next(0, 3_000)).Select(_ => random.NextInt64(max)).ToArray();
            int[] nodes = [.. Enumerable.Range(0, keys.Length)];
            int[] expected = [.. isAscending ? nodes.OrderBy(node => keys[node]) : nodes.OrderByDescending(node => keys[node])];
            RadixOrder.Sort(nodes, [.. keys], isAscending);
            nodes.ShouldBe(expected);
        }
    }
}
