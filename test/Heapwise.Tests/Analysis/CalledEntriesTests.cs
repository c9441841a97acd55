using Heapwise.Analysis.Locations.JavaScript;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

/// <summary>What a script's text says about the functions in a collection.</summary>
public sealed class CalledEntriesTests
{
    [Theory]
    [InlineData("for (const f of list) f(1);")]
    [InlineData("for (const f of [...list]) { f(1); }")]
    [InlineData("for (const [, f] of list) f.call(this, 1);")]
    [InlineData("for (const f of list.get(topic) ?? []) f?.(1);")]
    [InlineData("for await (const f of list) await f(1);")]
    [InlineData("list.forEach(f => f(1));")]
    [InlineData("list.forEach(function (f) { f(1); });")]
    [InlineData("[...list.values()].forEach((f) => { f(1); });")]
    [InlineData("(list.get(topic) || []).forEach(f => f(1));")]
    [InlineData("await Promise.all(list.map(async f => await f(1)));")]
    [InlineData("const copy = list.slice(); for (const f of copy) f(1);")]
    [InlineData("for (let i = 0; i < list.length; i++) list[i](1);")]
    public void A_loop_that_calls_each_entry_is_found(string text) => Called(text).AreCalled.ShouldBeTrue();

    [Theory]
    [InlineData("for (const f of list) console.log(f);")]
    [InlineData("list.forEach(f => count(f.size));")]
    [InlineData("list.get(key)(1);")]
    [InlineData("list[key](1);")]
    [InlineData("while (list.length > 0) list.shift()(1);")]
    [InlineData("for (const f of other) f(1);")]
    public void Other_uses_of_a_collection_call_nothing_in_a_loop(string text) => Called(text).AreCalled.ShouldBeFalse();

    [Fact]
    public void A_method_called_on_each_entry_is_found_by_its_name()
    {
        var called = Called("list.forEach(plugin => plugin.handle(event));");

        called.IsMethodCalled("handle").ShouldBeTrue();
        called.IsMethodCalled("name").ShouldBeFalse();
        called.AreCalled.ShouldBeFalse();
    }

    [Fact]
    public void A_property_is_found_on_any_object() => CalledEntries
        .Find(new SourceSearch("class Bus { emit() { this.list.forEach(f => f(1)); } }"), "list", isMember: true)
        .AreCalled.ShouldBeTrue();

    [Theory]
    [InlineData("function subscribe(f) { list.push(f); }", "subscribe")]
    [InlineData("const onChange = (topic, f) => { list.get(topic).push(f); };", "onChange")]
    [InlineData("function add(key, f) { list.set(key, f); }", "add")]
    [InlineData("function compile(key) { const f = make(key); list.set(key, f); }", null)]
    [InlineData("function start(job) { list.push(() => job.run()); }", null)]
    public void A_function_registers_what_it_takes_as_a_parameter(string text, string? name) =>
        Registration.Find(new SourceSearch(text), "list", isMember: false).ShouldBe(name);

    private static CalledEntries Called(string text) =>
        CalledEntries.Find(new SourceSearch($"function run() {{ {text} }}"), "list", isMember: false);
}
