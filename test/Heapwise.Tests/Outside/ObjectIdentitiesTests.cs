using Heapwise.Outside.Snapshot;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Outside;

public sealed class ObjectIdentitiesTests
{
    private const int Type = 1057;

    [Fact]
    public void What_has_not_moved_keeps_its_id_and_what_is_new_has_a_higher_one()
    {
        using var identities = new ObjectIdentities();
        var first = Capture(identities, (0x1000, 0x11223344), (0x2000, 0), (0x4000, 0x55));
        var second = Capture(identities, (0x1000, 0x11223344), (0x3000, 0), (0x4000, 0x55), (0x5000, 0));

        second[0].ShouldBe(first[0]);
        second[2].ShouldBe(first[2]);
        second[1].ShouldBeGreaterThan(first.Max());
        second[3].ShouldBeGreaterThan(second[1]);
        first.Concat(second).ShouldAllBe(id => id % 2 == 1 && id >= ObjectIdentities.MinId && id <= uint.MaxValue);
        Capture(identities, (0x2000, 0))[0].ShouldBeGreaterThan(second.Max()); // it was gone in between
    }

    [Fact]
    public void Another_type_at_the_same_address_is_another_object()
    {
        using var identities = new ObjectIdentities();
        var first = Capture(identities, (0x1000, 0));
        identities.Begin(1);
        identities.Next(0x1000, Type + 1, 0).ShouldNotBe(first[0]);
        identities.End();
    }

    [Theory]
    [InlineData(0x11223344, 0x11223344, true)]
    [InlineData(0x11223344, 0x51627344, true)] // one field is as it was
    [InlineData(0x11223344, 0x51627384, false)]
    [InlineData(0x00000044, 0x00000084, true)] // a single field may have changed
    [InlineData(0x00003344, 0x00007384, false)]
    [InlineData(0x11220000, 0x00003344, true)] // nothing to compare
    [InlineData(0, 0, true)]
    public void An_object_that_differs_in_everything_it_keeps_is_another(uint before, uint now, bool mayBeOne) =>
        Evidence.MayBeOne(before, now).ShouldBe(mayBeOne);

    [Fact]
    public void Two_runs_begin_apart()
    {
        var beginnings = Enumerable.Range(0, 200).Select(_ =>
        {
            using var identities = new ObjectIdentities();
            return Capture(identities, (0x1000, 0))[0];
        });
        beginnings.Distinct().Count().ShouldBeGreaterThan(10);
    }

    private static List<long> Capture(ObjectIdentities identities, params (ulong Key, uint Evidence)[] objects)
    {
        identities.Begin(objects.Length);
        var ids = objects.Select(one => identities.Next(one.Key, Type, one.Evidence)).ToList();
        identities.End();
        return ids;
    }
}
