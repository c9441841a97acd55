using Heapwise.Analysis.Locations;
using Heapwise.Analysis.Scopes;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class ScopeCensusTests
{
    private const string Path = "/srv/app/server.js";

    private const string Text =
        """
        function handle(request) {
          const large = load(), small = 1;
          const first = () => large.length;
          return () => small + 1;
        }
        """;

    [Fact]
    public void A_variable_that_no_living_function_mentions_is_unused()
    {
        var scope = Take(keepsFirst: false, Text);
        scope.Variables.Select(variable => (variable.Name, variable.IsUsed)).ShouldBe([("large", false), ("small", true)]);
        scope.UnusedBytes.ShouldBe(5_000);
        scope.Function.ShouldNotBeNull().Function.ShouldBe("handle");
        scope.Closures.ShouldBe(1);
    }

    [Fact]
    public void A_function_that_lives_uses_what_it_mentions()
    {
        var scope = Take(keepsFirst: true, Text);
        scope.Variables.ShouldAllBe(variable => variable.IsUsed == true);
        scope.UnusedBytes.ShouldBe(0);
    }

    [Fact]
    public void Without_the_text_nothing_is_known()
    {
        var scope = Take(keepsFirst: false, text: null);
        scope.Variables.ShouldAllBe(variable => variable.IsUsed == null);
        scope.UnusedBytes.ShouldBeNull();
    }

    // root -> second() -context-> Context -large-> Large (5,000), -small-> Small
    //         first() --context--^      (where it is kept)
    private static KeptScope Take(bool keepsFirst, string? text)
    {
        var heap = new TinyHeap();
        var context = heap.Object("system / Context", 32)
            .Context("large", heap.Object("Large", 5_000))
            .Context("small", heap.Object("Small", 16));
        var script = heap.Script(7, Path);
        heap.Root.Property("second", script.Function("second", 3, 9).Internal("context", context));
        if (keepsFirst) heap.Root.Property("first", script.Function("first", 2, 16).Internal("context", context));
        using var snapshot = heap.Open();
        return ScopeCensus.Take(snapshot, new Texts(text), TestContext.Current.CancellationToken).ShouldHaveSingleItem();
    }

    private sealed class Texts(string? text) : ISourceTexts
    {
        public string? FindText(string script) => script == Path ? text : null;
    }
}
