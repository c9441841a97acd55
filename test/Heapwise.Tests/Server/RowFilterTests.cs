using Heapwise.Server.Requests;
using Heapwise.Server.Rows;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Server;

public sealed class RowFilterTests
{
    [Theory]
    [InlineData("session", "UserSession", true)]
    [InlineData("SESSION", "usersession", true)]
    [InlineData("user session", "SessionOfUser", true)]
    [InlineData("user session", "Session", false)]
    [InlineData("\"user session\"", "a user session", true)]
    [InlineData("\"user session\"", "session user", false)]
    [InlineData("/^Map$/", "Map", true)]
    [InlineData("/^Map$/", "WeakMap", false)]
    [InlineData("-weak map", "Map", true)]
    [InlineData("-weak map", "WeakMap", false)]
    [InlineData("/", "a/b", true)]
    [InlineData("   ", "anything", true)]
    public void Texts_match(string filter, string name, bool matches) => RowFilter.Parse(filter).MatchesText(name).ShouldBe(matches);

    [Theory]
    [InlineData(">1MB", 1_000_000, true)]
    [InlineData(">1MB", 999_999, false)]
    [InlineData("<10kB", 10_000, true)]
    [InlineData("<10kB", 10_001, false)]
    [InlineData(">1.5k <2k", 1_800, true)]
    [InlineData(">1.5k <2k", 2_100, false)]
    [InlineData(">=12", 12, true)]
    public void Sizes_match(string filter, long bytes, bool matches) => RowFilter.Parse(filter).MatchesSize(bytes).ShouldBe(matches);

    [Fact]
    public void Ids_match()
    {
        var filter = RowFilter.Parse("@12 @14");
        filter.MatchesId(14).ShouldBeTrue();
        filter.MatchesId(13).ShouldBeFalse();
    }

    [Fact]
    public void What_only_looks_like_a_size_or_an_id_is_text()
    {
        RowFilter.Parse(">abc").MatchesText("a>abc").ShouldBeTrue();
        RowFilter.Parse("@x").MatchesText("@x").ShouldBeTrue();
    }

    [Fact]
    public void A_broken_regular_expression_is_refused_in_words()
    {
        var refusal = Should.Throw<RequestRefusedException>(() => RowFilter.Parse("/(/"));
        refusal.Status.ShouldBe(400);
        refusal.Message.ShouldContain("/(/ is no regular expression");
    }

    [Fact(Timeout = 10_000)]
    public Task A_regular_expression_that_would_backtrack_forever_does_not() => Task.Run(() =>
        RowFilter.Parse("/^(a+)+$/").MatchesText(new string('a', 40_000) + "b").ShouldBeFalse());
}
