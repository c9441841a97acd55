using Heapwise.Analysis.Locations.JavaScript;
using Heapwise.Heap.Facts.Scripts;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

/// <summary>Calls in the text of a function that V8 locates by its parameters.</summary>
public sealed class FunctionBodyTests
{
    private const string Text =
        """
        const store = make();
        function open(id) {
          const late = () => store.get('late');
          return store
            .get(id, list.map(x => x.get()));
        }
        class Shop {
          get(id) { return new Order(id); }
          send(order) { this.queue.push(order); }
        }
        const short = id => register(id);
        """;

    private readonly SourceSearch _search = new(Text);

    [Theory]
    [InlineData(2, 14, "get", 4, 10)] // the chain begins where its first name is
    [InlineData(2, 14, "map", 5, 14)]
    [InlineData(3, 16, "get", 3, 22)]
    [InlineData(8, 6, "Order", 8, 24)]
    [InlineData(9, 7, "push", 9, 17)]
    [InlineData(11, 15, "register", 11, 21)]
    public void A_call_is_found_in_its_function(int line, int column, string name, int callLine, int callColumn)
    {
        var found = Body(line, column).FindCall(name).ShouldNotBeNull();

        (_search.Tokens[found].Line, _search.Tokens[found].Column).ShouldBe((callLine, callColumn));
    }

    [Theory]
    [InlineData(2, 14, "make")]
    [InlineData(3, 16, "map")]
    [InlineData(9, 7, "get")]
    public void Calls_in_other_functions_are_not(int line, int column, string name) => Body(line, column).FindCall(name).ShouldBeNull();

    [Fact]
    public void The_top_level_is_where_the_script_begins()
    {
        Body(1, 1).FindCall("make").ShouldNotBeNull();
        Body(1, 1).FindCall("register").ShouldBeNull();
    }

    private FunctionBody Body(int line, int column) => new(_search, new CodePosition("/app/shop.js", line, column, null));
}
