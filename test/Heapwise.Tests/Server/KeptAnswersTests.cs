using Heapwise.Server.Snapshots;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Server;

public sealed class KeptAnswersTests
{
    [Fact]
    public void An_answer_is_computed_once()
    {
        var answers = new KeptAnswers<string, object>(2);
        answers.Get("a", () => new object()).ShouldBeSameAs(answers.Get("a", () => new object()));
    }

    [Fact]
    public void The_least_recently_used_is_dropped()
    {
        var answers = new KeptAnswers<string, object>(2);
        var (a, b) = (answers.Get("a", () => new object()), answers.Get("b", () => new object()));
        answers.Get("a", () => new object());
        answers.Get("c", () => new object());
        answers.Get("a", () => new object()).ShouldBeSameAs(a);
        answers.Get("b", () => new object()).ShouldNotBeSameAs(b);
    }

    [Fact]
    public void A_failure_is_not_kept()
    {
        var answers = new KeptAnswers<string, int>(2);
        Should.Throw<InvalidOperationException>(() => answers.Get("a", () => throw new InvalidOperationException()));
        answers.Get("a", () => 7).ShouldBe(7);
    }
}
