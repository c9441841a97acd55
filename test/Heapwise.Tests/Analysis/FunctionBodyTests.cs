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

    [Theory]
    [InlineData("function f(list, x) { list.push(x); all.push(x); }", "all")] // not what it was given
    [InlineData("function f(x) { const own = new Map(); own.set(x, 1); this.seen.add(x); }", "this")]
    [InlineData("function f(x) { total = x; byId[x.id] = x; }", "byId")]
    [InlineData("function f(x) { const log = logs.get(x.user); log.push(x); }", "log")]
    [InlineData("function f(x) { x.items.forEach(item => all.add(item)); }", "all")]
    [InlineData("function f(x) { x.items.forEach(item => item.parts.push(x)); setInterval(() => x.poll(), 5); }", "setInterval")]
    [InlineData("function f(x) { return [...x.items].map(item => ({ item })); }", null)]
    [InlineData("function f(x) { return Buffer.concat([x, Buffer.alloc(9)]); }", null)] // a new one
    public void What_outlives_a_call_grows_by_a_statement(string text, string? begins)
    {
        var search = new SourceSearch(text);

        var found = new FunctionBody(search, new CodePosition("/app/shop.js", 1, 11, null)).FindGrowth();

        (found is { } at ? search.Tokens[at].Text : null).ShouldBe(begins);
    }

    [Fact]
    public void A_function_that_is_called_is_looked_at_as_well()
    {
        var search = new SourceSearch("function f(x) { return g(x); } function g(x) { h(x); } function h(x) { all.push(x); return x; }");

        var found = new FunctionBody(search, new CodePosition("/app/shop.js", 1, 11, null)).FindGrowthInCalled();

        search.Tokens[found.ShouldNotBeNull()].Text.ShouldBe("all");
    }

    [Theory]
    [InlineData("function f(x) { book.add({ x, all: x.map(y => y.z) }); }", "rows")] // what the method of the program does with it
    [InlineData("function f(x) { book.add(() => x); }", "book")] // a listener is its giver's
    [InlineData("function f(x) { book.add({ next: y => x, done() {} }); }", "book")]
    [InlineData("function f(x) { seen.add(x); }", "seen")] // a Set has its own method of that name
    public void What_a_class_of_the_script_keeps_is_put_in_by_its_method(string function, string begins)
    {
        var search = new SourceSearch(function + " class Book { add(row) { rows.push(row); } } const book = new Book(), seen = new Set();");

        var found = new FunctionBody(search, new CodePosition("/app/shop.js", 1, 11, null)).FindGrowth();

        search.Tokens[found.ShouldNotBeNull()].Text.ShouldBe(begins);
    }

    [Theory]
    [InlineData("watch(() => x)", "watch")]
    [InlineData("watch(function () { return x; })", "watch")]
    [InlineData("watch(1, { x, changed() { return x; } })", "watch")]
    [InlineData("const changed = () => x; watch(changed)", "watch")]
    [InlineData("watch({ x, all: x.map(y => y.z) })", "watchers")]
    [InlineData("watch(x)", "watchers")]
    public void Who_gives_a_function_is_named_instead_of_who_takes_it(string call, string begins)
    {
        var search = new SourceSearch($"function f(x) {{ {call}; }} function watch(watcher) {{ watchers.push(watcher); }}");
        var body = new FunctionBody(search, new CodePosition("/app/shop.js", 1, 11, null));

        search.Tokens[body.FindGrowthInCalled().ShouldNotBeNull()].Text.ShouldBe(begins);
        (body.FindRegistration("watch") is not null).ShouldBe(begins == "watch");
    }

    [Fact]
    public void A_call_of_Node_is_not_one_of_a_function_of_the_script_with_that_name()
    {
        var search = new SourceSearch("function f(x) { mark(x); } function mark(x) { performance.mark(x.name); }");

        var found = new FunctionBody(search, new CodePosition("/app/shop.js", 1, 11, null)).FindForeignCall("mark");

        search.Tokens[found.ShouldNotBeNull()].Text.ShouldBe("performance");
    }

    private FunctionBody Body(int line, int column) => new(_search, new CodePosition("/app/shop.js", line, column, null));
}
