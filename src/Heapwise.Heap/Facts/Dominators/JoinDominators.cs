using Heapwise.Heap.Columns;

namespace Heapwise.Heap.Facts.Dominators;

/// <summary>The second and third step of <see cref="DominatorBuilder"/>: the dominators of the joins, from the edges kept.</summary>
internal static unsafe class JoinDominators
{
    private const int CancellationMask = 0x3FFFF;

    /// <summary>Going backwards over the joins, takes the smallest semidominator that the kept edges contribute.</summary>
    /// <param name="joinColumn">The joins, from position 1 on, with what the search knows of them.</param>
    /// <param name="count">The number of joins.</param>
    /// <param name="kept">The sources of the kept edges, grouped by the join they lead to.</param>
    /// <param name="cancellation">Checked every 262,144 joins.</param>
    public static void ComputeSemidominators(
        NativeColumn<Join> joinColumn,
        int count,
        NativeColumn<int> kept,
        CancellationToken cancellation)
    {
        var joins = joinColumn.Pointer;
        using var linkColumn = new NativeColumn<Link>(count + 1L, zeroed: false);
        var links = linkColumn.Pointer;
        var sources = kept.Pointer;
        var path = new IntStack();
        for (var position = count; position >= 2; position--)
        {
            if ((position & CancellationMask) == 0) cancellation.ThrowIfCancellationRequested();
            var min = joins[position].Semi;
            for (int at = joins[position].Kept, end = joins[position + 1].Kept; at < end && min > 1; at++)
            {
                var source = sources[at];
                var semi = links[source].Ancestor <= position ? links[source].MinSemi : Compress(links, source, position, ref path);
                if (semi < min) min = semi;
            }

            joins[position].Semi = min;
            links[position] = new Link(joins[position].Parent, min);
        }
    }

    /// <summary>
    /// The smallest semidominator from a join up to, but excluding, its first ancestor at position <paramref name="floor"/> or
    /// before. Shortens the way for the next call.
    /// </summary>
    private static int Compress(Link* links, int join, int floor, ref IntStack path)
    {
        var at = join;
        do
        {
            path.Push(at);
            at = links[at].Ancestor;
        }
        while (links[at].Ancestor > floor);

        var top = links[at];
        var min = top.MinSemi;
        while (path.TryPop(out at))
        {
            min = Math.Min(min, links[at].MinSemi);
            links[at] = new Link(top.Ancestor, min);
        }

        return min;
    }

    /// <summary>
    /// A join's dominator is one of its ancestors. All nodes between two joins on the way up are dominated by their parents, so
    /// whole stretches are skipped; a semidominator inside one is the dominator.
    /// </summary>
    public static void ComputeDominators(NativeColumn<Join> joinColumn, int count, NativeColumn<int> numbered)
    {
        var joins = joinColumn.Pointer;
        var dominators = numbered.Pointer;
        dominators[1] = 1;
        for (var position = 2; position <= count; position++)
        {
            ref var join = ref joins[position];
            var candidate = dominators[join.Number];
            var above = join.Parent;
            while (joins[above].Number > join.Semi)
            {
                candidate = dominators[joins[above].Number];
                above = joins[above].Parent;
            }

            dominators[join.Number] = Math.Min(candidate, join.Semi);
            join.Parent = above; // from here on: the nearest join of its dominator
        }
    }

    /// <summary>One join in the forest of path compression.</summary>
    /// <param name="Ancestor">The nearest join above that is not yet skipped.</param>
    /// <param name="MinSemi">The smallest semidominator from this join up to that one, excluding that one.</param>
    private readonly record struct Link(int Ancestor, int MinSemi);
}
