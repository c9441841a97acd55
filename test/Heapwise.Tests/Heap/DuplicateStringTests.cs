using Heapwise.Heap.Facts.Strings;
using Heapwise.Tests.Heap.Oracles;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Heap;

/// <summary>Strings are compared by hashes composed from those of their parts; here, against texts joined one by one.</summary>
public sealed class DuplicateStringTests
{
    private const int Heaps = 300;

    /// <summary>Halves of 😀 among them, and lengths around the limit of 1024.</summary>
    private static readonly string[] Parts =
    [
        "", "a", "b", "ab", "ba", "\0", "é", "😀", "\ud83d", "\ude00", "a\ud83d", "\ude00b", "漢字",
        new('a', 511), new('a', 1_022), new('a', 1_023), new('a', 1_024), new('é', 1_023), new string('b', 1_500) + "\ud83d",
    ];

    private readonly TinyHeap _heap = new();

    [Fact]
    public void Random_ropes_are_grouped_as_their_texts_are()
    {
        for (var seed = 0; seed < Heaps; seed++)
        {
            var heap = RandomRopes(seed);
            var plain = StrictReader.Read(heap.ToJson());
            var dominators = new DominatorOracle(plain);
            var expected = DuplicateStringOracle.Of(plain)
                .Select(group => (group.Text, group.Nodes, Retained: group.Nodes.Sum(dominators.RetainedSizeOf)))
                .OrderByDescending(group => group.Retained)
                .ThenBy(group => group.Text, StringComparer.Ordinal);
            using var snapshot = heap.Open();

            snapshot.DuplicateStrings.Select(group => (group.Value, List(group.Nodes.Select(node => node.Value))))
                .ShouldBe(expected.Select(group => (group.Text, List(group.Nodes.Select(node => node.Index)))), $"seed {seed}\n{heap}");
        }
    }

    [Fact]
    public void Ropes_with_other_cuts_are_equal_to_each_other_and_to_the_plain_string()
    {
        var plain = _heap.String("one, two, three", 16);
        var left = Rope(Rope(Text("one, "), Text("two, ")), Text("three"));
        var right = Rope(Text("on"), Rope(Text("e, two,"), Text(" three")));
        Rope(Text("one, two, "), Text("four"));

        ShouldBeOneGroup("one, two, three", plain, left, right);
    }

    [Fact]
    public void Half_characters_at_the_cut_join_to_the_whole_one()
    {
        var plain = _heap.String("x😀y", 16);
        var whole = Rope(Text("x"), Text("😀y"));
        var cut = Rope(Text("x\ud83d"), Text("\ude00y"));
        Rope(Text("x\ude00"), Text("\ud83dy"));

        ShouldBeOneGroup("x😀y", plain, whole, cut);
    }

    /// <summary>Joining stops after the part that reaches 1024 characters, but never within a part.</summary>
    [Theory]
    [InlineData(1_000, 22, 1, 1_023)]
    [InlineData(1_000, 23, 1, 1_024)]
    [InlineData(1_000, 24, 1, 1_024)]
    [InlineData(1_000, 25, 1, 1_025)]
    [InlineData(1_023, 1, 1, 1_024)]
    [InlineData(1_023, 2_000, 1, 3_023)]
    [InlineData(1_024, 1, 1, 1_024)]
    [InlineData(1_025, 1, 1, 1_025)]
    public void A_rope_ends_with_the_part_that_reaches_the_limit(int first, int second, int third, int expected)
    {
        var plain = _heap.String(new string('a', expected), 16);
        var (a, b, c) = (Text(new string('a', first)), Text(new string('a', second)), Text(new string('a', third)));
        var left = Rope(Rope(a, b, 0), c);
        var right = Rope(a, Rope(b, c, 0));

        ShouldBeOneGroup(new string('a', expected), plain, left, right);
    }

    /// <summary><code>"x" + ("x" + ("x" + …)) 5,000 deep; "" + ("" + (… + "x")) 200,000 deep; the latter + the former</code></summary>
    [Fact]
    public void Deep_ropes_that_grow_at_the_front_need_no_stack()
    {
        const int depth = 5_000;
        var (letter, empty) = (Text("x"), Text(""));
        var (rope, flat) = (letter, letter);
        for (var i = 0; i < depth; i++) rope = Rope(letter, rope);
        for (var i = 0; i < 40 * depth; i++) flat = Rope(empty, flat);
        var last = Rope(flat, rope);
        using var snapshot = _heap.Open();

        var group = snapshot.DuplicateStrings.ShouldHaveSingleItem();
        group.Value.ShouldBe(new string('x', 1_024));
        group.Count.ShouldBe(depth - 1_022 + 1);
        group.Nodes[^1].Value.ShouldBe(last.Index);
    }

    /// <summary><code>loop = loop + 1000 × "a"; long = 100 × "b" + loop</code></summary>
    [Fact]
    public void A_rope_that_contains_itself_is_empty_there()
    {
        var loop = _heap.Node("concatenated string", "(concatenated string)", 32);
        loop.Internal("first", loop).Internal("second", Text(new string('a', 1_000)));
        var rope = Rope(Text(new string('b', 100)), loop);
        var plain = _heap.String(new string('b', 100) + new string('a', 1_000), 16);
        using (var snapshot = _heap.Open()) snapshot.DisplayNameOf(rope).ShouldBe(plain.Name);

        ShouldBeOneGroup(plain.Name, rope, plain);
    }

    /// <summary><code>a = b + "x"; b = a + "y"; joined = 1000 × "c" + (b + 100 × "d")</code></summary>
    [Fact]
    public void Ropes_that_contain_each_other_end()
    {
        var (a, b) = (_heap.Node("concatenated string", "", 32), _heap.Node("concatenated string", "", 32));
        a.Internal("first", b).Internal("second", Text("x"));
        b.Internal("first", a).Internal("second", Text("y"));
        var joined = Rope(Text(new string('c', 1_000)), Rope(b, Text(new string('d', 100))));
        var plain = _heap.String(new string('c', 1_000) + "xy" + new string('d', 100), 16);

        ShouldBeOneGroup(plain.Name, joined, plain);
    }

    [Fact]
    public void A_hash_joined_from_parts_is_that_of_the_whole()
    {
        var random = new Random(1);
        for (var i = 0; i < 1_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Parts[random.Next(Parts.Length)]));
            var cut = random.Next(text.Length + 1);
            var whole = Hash(text);

            Hash(text[..cut]).Join(Hash(text[cut..])).ShouldBe(whole);
            whole.With(null).ShouldNotBe(whole);
            whole.With(i).ShouldNotBe(whole.With(i + 1));
            whole.With(i).ShouldNotBe(whole.With(i + (1L << 32)));
        }

        TextHash.Of("ascii, too"u8).ShouldBe(Hash("ascii, too"));
        Hash("ab").ShouldNotBe(Hash("ba"));
        Hash("\0").ShouldNotBe(Hash(""));
    }

    private static string List(IEnumerable<int> nodes) => string.Join(' ', nodes);

    private static TextHash Hash(string text) => TextHash.Of(text.AsSpan());

    /// <summary>Plain strings, ropes of any two nodes before them, and copies of the ropes' texts.</summary>
    private static TinyHeap RandomRopes(int seed)
    {
        var random = new Random(seed);
        var heap = new TinyHeap(TinyLayout.All[seed % TinyLayout.All.Count]);
        var nodes = new List<TinyNode>();
        for (var i = 0; i < 40; i++)
        {
            nodes.Add(random.Next(4) > 0 && nodes.Count > 1
                ? heap.Node("concatenated string", "", 20).Internal("first", Any(nodes)).Internal("second", Any(nodes))
                : heap.String(Any(Parts), random.Next(8) * 8));
        }

        foreach (var text in DuplicateStringOracle.TextsOfRopes(StrictReader.Read(heap.ToJson())))
        {
            if (random.Next(2) == 0) heap.String(text, 16);
        }

        return heap;

        T Any<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
    }

    private void ShouldBeOneGroup(string text, params TinyNode[] nodes)
    {
        using var snapshot = _heap.Open();
        var group = snapshot.DuplicateStrings.ShouldHaveSingleItem();
        group.Value.ShouldBe(text);
        group.Nodes.Select(node => node.Value).ShouldBe(nodes.Select(node => node.Index));
        group.Length.ShouldBeNull();
    }

    /// <summary>A part of ropes; it has no size, so it is in no group itself.</summary>
    private TinyNode Text(string text) => _heap.String(text);

    private TinyNode Rope(TinyNode first, TinyNode second, long size = 32) =>
        _heap.Node("concatenated string", "(concatenated string)", size).Internal("first", first).Internal("second", second);
}
