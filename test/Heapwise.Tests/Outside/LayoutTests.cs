using Heapwise.Outside.Binaries;
using Heapwise.Outside.Failures;
using Heapwise.Outside.Layouts;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Outside;

public sealed class LayoutTests
{
    private static readonly PostmortemConstants NoConstants = new([]);

    /// <summary>The V8 versions of Node 18, 20, 22, 24 and 26.</summary>
    public static TheoryData<int, int> Versions => new() { { 10, 2 }, { 11, 3 }, { 12, 4 }, { 13, 6 }, { 14, 6 } };

    [Theory, MemberData(nameof(Versions))]
    public void Every_supported_version_knows_the_types_that_matter(int major, int minor)
    {
        var version = new V8Version(major, minor);
        var types = InstanceTypes.For(version, NoConstants);
        VersionTable.For(version).Header.ShouldNotBeNull();
        var numbers = Enumerable.Range(0, 4096).Where(types.IsKnown).ToLookup(types.RoleOf);
        foreach (var role in Enum.GetValues<ObjectRole>()) numbers[role].ShouldNotBeEmpty($"{role}");
        types.NameOf(types.MapType).ShouldBe("MAP_TYPE");
        (types.RoleOf(types.FirstReceiver + 1) >= ObjectRole.Object).ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Versions))]
    public void Types_of_embedders_are_plain_objects(int major, int minor)
    {
        const int OfNode = 1100;
        var types = InstanceTypes.For(new V8Version(major, minor), NoConstants);
        types.IsKnown(OfNode).ShouldBeTrue();
        types.RoleOf(OfNode).ShouldBe(ObjectRole.Object);
        types.ShapeOf(OfNode).ShouldBe(BodyShape.Fields);
    }

    [Fact]
    public void Another_version_is_refused_with_its_number()
    {
        var problem = Should.Throw<OutsideException>(() => InstanceTypes.For(new V8Version(9, 4), NoConstants));
        problem.Failure.ShouldBe(OutsideFailure.Unsupported);
        problem.Message.ShouldContain("V8 9.4");
    }

    [Fact]
    public void A_build_that_numbers_types_differently_is_refused()
    {
        var constants = new PostmortemConstants([KeyValuePair.Create("type_JSMap__JS_MAP_TYPE", 4000)]);
        Should.Throw<OutsideException>(() => InstanceTypes.For(new V8Version(13, 6), constants)).Message.ShouldContain("JS_MAP_TYPE");
    }

    [Fact]
    public void A_page_is_told_from_other_memory()
    {
        var header = VersionTable.For(new V8Version(10, 2)).Header;
        const ulong Page = 0x40000000;
        var words = new ulong[PageHeader.Words];
        header.Fits(Page, words).ShouldBeFalse();
        (words[header.Size], words[header.AreaStart], words[header.AreaEnd]) = (0x40000, Page + 0x110, Page + 0x40000);
        header.Fits(Page, words).ShouldBeTrue();
        header.Fits(Page + PageHeader.Alignment, words).ShouldBeFalse();
        words[header.AreaEnd] = Page + 0x40001;
        header.Fits(Page, words).ShouldBeFalse("its objects would end behind it");
    }
}
