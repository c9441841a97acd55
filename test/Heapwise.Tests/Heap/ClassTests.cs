using Shouldly;
using Xunit;

namespace Heapwise.Tests.Heap;

/// <summary>The class of a node, and the totals of a class.</summary>
public sealed class ClassTests
{
    private readonly TinyHeap _heap = new();

    [Theory]
    [InlineData("hidden", "system / Map", "(system)")]
    [InlineData("code", "system / Code", "(compiled code)")]
    [InlineData("closure", "handler", "Function")]
    [InlineData("regexp", "/a/", "RegExp")]
    [InlineData("string", "text", "(string)")]
    [InlineData("concatenated string", "text", "(concatenated string)")]
    [InlineData("array", "", "(array)")]
    [InlineData("number", "heap number", "(number)")]
    [InlineData("object shape", "x", "(object shape)")]
    [InlineData("synthetic", "(GC roots)", "(synthetic)")]
    [InlineData("object", "Store", "Store")]
    [InlineData("native", "Window", "Window")]
    [InlineData("native", "<div id=\"a\">", "<div>")]
    [InlineData("native", "<div>", "<div>")]
    [InlineData("native", "Detached <p class=\"x y\">", "Detached <p>")]
    [InlineData("native", "Detached Window", "Detached Window")]
    public void Type_and_name_determine_the_class(string type, string name, string expected)
    {
        var node = _heap.Node(type, name, 8);
        using var snapshot = _heap.Open();

        snapshot.Classes.NameOf(node).ShouldBe(expected);
        snapshot.Classes.Of(node).Key.ShouldBe("," + expected);
    }

    [Fact]
    public void Constructors_of_one_name_at_two_locations_are_two_classes()
    {
        var first = _heap.Object("Store", 8).At(3, 10, 4);
        var second = _heap.Object("Store", 8).At(3, 99, 4);
        var closure = _heap.Closure("Store", 8).At(3, 10, 4);
        using var snapshot = _heap.Open();

        snapshot.Classes.Of(first).Key.ShouldBe("3,10,4,Store");
        snapshot.Classes.Of(second).Key.ShouldBe("3,99,4,Store");
        snapshot.Classes.Of(closure).Key.ShouldBe(",Function");
        snapshot.Classes.All.Count.ShouldBe(3);
    }

    /// <summary>
    /// <code>root --> List --> A1 (10) --> A2 (20) --> B (100), List --> A3 (30); A0 has no size</code>
    /// A2 is inside A1 and is not counted again.
    /// </summary>
    [Fact]
    public void A_class_retains_nested_instances_once()
    {
        var (list, a1, a2, a3, a0, b) = (_heap.Object("List", 1), A(10), A(20), A(30), A(0), _heap.Object("B", 100));
        _heap.Root.Element(0, list);
        list.Element(0, a1).Element(1, a3).Element(2, a0);
        a1.Property("next", a2);
        a2.Property("b", b);
        using var snapshot = _heap.Open();

        var row = snapshot.Classes.All.Single(row => row.Name == "A");
        (row.Count, row.ShallowBytes, row.RetainedBytes, row.Distance).ShouldBe((3, 60, 160, 2));
        snapshot.Classes.FindNodes(row).Select(node => node.Value).ShouldBe([a1.Index, a2.Index, a3.Index, a0.Index]);

        TinyNode A(long size) => _heap.Object("A", size);
    }

    [Fact]
    public void Similar_plain_objects_are_named_by_their_properties()
    {
        var (x, y) = (_heap.String("x", 8), _heap.String("y", 8));
        var both = Enumerable.Range(0, 3)
            .Select(_ => _heap.Object("Object", 8).Property("b", x).Property("__proto__", y).Property("a", y))
            .ToList();
        var alone = _heap.Object("Object", 8).Property("c", x);
        var more = _heap.Object("Object", 8).Property("a", x).Property("z", x).Property("b", y);
        var none = _heap.Object("Object", 8).Internal("b", x).Element(0, y);
        using var snapshot = _heap.Open();

        snapshot.Interfaces.ShouldHaveSingleItem().Name.ShouldBe("{b, a}");
        snapshot.Interfaces[0].Count.ShouldBe(3);
        both.Select(node => snapshot.Classes.NameOf(node)).ShouldAllBe(name => name == "{b, a}");
        snapshot.Classes.NameOf(more).ShouldBe("{b, a}", "it has all of the properties");
        snapshot.Classes.NameOf(alone).ShouldBe("Object");
        snapshot.Classes.NameOf(none).ShouldBe("Object");
    }

    [Fact]
    public void The_interface_with_most_properties_wins()
    {
        var value = _heap.String("v", 8);
        for (var i = 0; i < 5; i++) _heap.Object("Object", 8).Property("id", value);
        for (var i = 0; i < 2; i++) _heap.Object("Object", 8).Property("id", value).Property("name", value);
        using var snapshot = _heap.Open();

        snapshot.Interfaces.Select(known => (known.Name, known.Count)).ShouldBe([("{id}", 5), ("{id, name}", 2)]);
        var interfaces = snapshot.Classes.All.Where(row => row.Name.StartsWith('{')).Select(row => (row.Name, row.Count));
        interfaces.ShouldBe([("{id}", 5), ("{id, name}", 2)], ignoreOrder: true);
    }

    [Fact]
    public void Names_of_interfaces_end_at_120_characters_and_quote_what_confuses()
    {
        var value = _heap.String("v", 8);
        var (first, second) = (new string('p', 100), new string('q', 25));
        for (var i = 0; i < 2; i++) _heap.Object("Object", 8).Property(first, value).Property(second, value).Property("r", value);
        for (var i = 0; i < 2; i++) _heap.Object("Object", 8).Property("it's", value).Property("a\"b", value).Property("plain-1", value);
        using var snapshot = _heap.Open();

        snapshot.Interfaces.Select(known => known.Name).ShouldBe([$"{{{first}}}", "{\"it's\", \"a\\\"b\", plain-1}"], ignoreOrder: true);
    }
}
