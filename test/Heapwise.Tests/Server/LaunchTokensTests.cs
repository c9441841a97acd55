using Heapwise.Server.Access;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Server;

public sealed class LaunchTokensTests
{
    [Fact]
    public void A_token_works_once()
    {
        var tokens = new LaunchTokens();
        var link = tokens.Current;
        var session = tokens.Redeem(link).ShouldNotBeNull();
        tokens.IsSession(session).ShouldBeTrue();
        tokens.Redeem(link).ShouldBeNull();
    }

    [Fact]
    public void A_new_token_leaves_the_session_and_voids_the_old_link()
    {
        var tokens = new LaunchTokens();
        var old = tokens.Current;
        var renewed = tokens.Renew();
        tokens.Redeem(old).ShouldBeNull();
        tokens.IsSession(tokens.Redeem(renewed)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("guess")]
    public void Nothing_else_is_a_session(string? cookie) => new LaunchTokens().IsSession(cookie).ShouldBeFalse();
}
