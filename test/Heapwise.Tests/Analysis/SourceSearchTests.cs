using Heapwise.Analysis.Locations.JavaScript;
using Heapwise.Heap.Facts.Scripts;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class SourceSearchTests
{
    [Fact]
    public void Content_of_comments_strings_templates_and_regular_expressions_is_skipped()
    {
        var names = JsScanner.Scan("""
            #!/usr/bin/env node
            // a
            /* b
               b */
            x = 'c' + "d\"d" + `e ${f + `g ${h}`} i` + /j[/]k/g.test(l) / m;
            """).Where(token => token.Kind == JsTokenKind.Name).Select(token => token.Text);

        names.ShouldBe(["x", "f", "h", "test", "l", "m"]);
    }

    [Fact]
    public void Lines_and_columns_count_from_one()
    {
        var tokens = JsScanner.Scan("let a = `x\ny`;\n  b.push(1)");
        var b = tokens.Single(token => token.Text == "b");
        (b.Line, b.Column).ShouldBe((3, 3));
    }

    [Theory]
    [InlineData("const cache = new Map();", 7)]
    [InlineData("let a = f(1, 2), cache = [];", 18)]
    [InlineData("const { b, cache } = require('x');", 12)]
    [InlineData("const { b: [c, cache] } = x;", 16)]
    [InlineData("import { cache } from './x.js';", 10)]
    [InlineData("export const cache = {};", 14)]
    [InlineData("use(cache); var cache;", 17)]
    public void A_variable_is_found_where_it_is_declared(string source, int column)
    {
        var search = new SourceSearch(source);
        var at = search.FindDeclaration("cache").ShouldNotBeNull();
        search.Tokens[at].Column.ShouldBe(column);
    }

    [Fact]
    public void A_variable_is_not_seen_where_another_one_of_its_name_is()
    {
        var search = new SourceSearch("const cache = 1; f(() => cache); { let cache = 2; cache++; }");
        var scope = search.FindScope("cache", [new CodePosition("/app/a.js", 1, 20, "")]).ShouldNotBeNull();
        var uses = search.Tokens.Select((token, i) => (token, i)).Where(row => row.token.IsName("cache")).Select(row => row.i);

        uses.Select(use => search.IsSeen(scope, "cache", use)).ShouldBe([true, true, false, false]);
    }

    // The arrow marks a function that uses the variable.
    [Theory]
    [InlineData("const cache = 1; function f() { const cache = 2; return () => cache; }", 39)]
    [InlineData("const cache = 1; if (a) { let cache = 2; f(() => cache); }", 31)]
    [InlineData("for (let cache = 1; ;) { f(() => cache); } const cache = 2;", 10)]
    [InlineData("for (const cache of a) f(() => cache); const cache = 2;", 12)]
    [InlineData("{ { const cache = 1; } f(() => cache); } var cache;", 46)]
    [InlineData("const cache = 1; function f() { if (a) { var cache = 2; } return () => cache; }", 46)]
    [InlineData("{ const { a, b: [cache] } = x; { f(() => cache); } } let cache;", 18)]
    public void A_variable_is_told_from_others_of_its_name_by_its_scope(string source, int column)
    {
        var search = new SourceSearch(source);
        var arrow = search.Tokens.Select((token, i) => (token, i)).First(row => row.token.Is("=>")).i;
        var function = new CodePosition("/app/a.js", 1, search.Tokens[arrow - 2].Column, "");
        var scope = search.FindScope("cache", [function]).ShouldNotBeNull();
        search.Tokens[scope.Declaration].Column.ShouldBe(column);
    }

    [Theory]
    [InlineData("x.cache = 1; f(cache); const a = { cache };")]
    [InlineData("function f(cache) { cache = 1 }")]
    [InlineData("const a = b\ncache = 1")]
    public void A_use_is_not_a_declaration(string source) => new SourceSearch(source).FindDeclaration("cache").ShouldBeNull();

    [Fact]
    public void The_outermost_declaration_wins()
    {
        var search = new SourceSearch("function f() { const list = []; }\nconst list = [];");
        search.Tokens[search.FindDeclaration("list").ShouldNotBeNull()].Line.ShouldBe(2);
    }

    [Theory]
    [InlineData("class A { constructor() { this.items = []; } }", "items", 32)]
    [InlineData("class A { #items = new Map(); }", "#items", 11)]
    [InlineData("class A { static log = []; }", "log", 18)]
    [InlineData("module.exports = { log: [] };", "log", 20)]
    [InlineData("globalThis.auditLog = [];", "auditLog", 12)]
    public void A_property_is_found_where_it_is_first_set(string source, string name, int column)
    {
        var search = new SourceSearch(source);
        search.Tokens[search.FindMemberDeclaration(name, null).ShouldNotBeNull()].Column.ShouldBe(column);
    }

    [Fact]
    public void The_requested_class_is_preferred()
    {
        var search = new SourceSearch("class A { items = 1 }\nclass B { items = 2 }");
        search.Tokens[search.FindMemberDeclaration("items", "B").ShouldNotBeNull()].Line.ShouldBe(2);
    }

    [Theory]
    [InlineData("list.push(x)", "push")]
    [InlineData("list . push ( x )", "push")]
    [InlineData("list?.push(x)", "push")]
    [InlineData("list\n  .push(x)", "push")]
    [InlineData("list[list.length] = x", "")]
    [InlineData("list[k] ??= x", "")]
    [InlineData("list[k] ||= []", "")]
    [InlineData("list = [...list, x]", "")]
    [InlineData("list.last = x", "last")]
    [InlineData("if (a) { list.set(k, v) }", "set")]
    [InlineData("list!.push(x)", "push")]
    public void Statements_that_grow_a_variable_are_found(string source, string verb)
    {
        var found = new SourceSearch(source).FindGrowth("list", false, []).ToList();
        found.ShouldNotBeEmpty();
        found[0].Verb.ShouldBe(verb);
        found[0].IsNested.ShouldBeFalse();
    }

    [Theory]
    [InlineData("list.length")]
    [InlineData("list.forEach(x => y.push(x))")]
    [InlineData("list == x")]
    [InlineData("list[i] === x")]
    [InlineData("other.list.push(x)")]
    [InlineData("const list = []")]
    [InlineData("'list.push(x)'")]
    public void Other_uses_are_not(string source) => new SourceSearch(source).FindGrowth("list", false, []).ShouldBeEmpty();

    [Theory]
    [InlineData("users.get(id).push(x)")]
    [InlineData("users.get(id)?.log.push(x)")]
    [InlineData("users[id].push(x)")]
    [InlineData("users[id][day] = x")]
    [InlineData("let log = users.get(id); log.push(x)")]
    [InlineData("const log = users[id];\nif (log) log.push(x)")]
    public void Growth_of_an_entry_is_nested(string source) =>
        new SourceSearch("function f() {" + source + "}").FindGrowth("users", false, []).ShouldHaveSingleItem().IsNested.ShouldBeTrue();

    [Fact]
    public void A_local_alias_is_followed()
    {
        const string Source = "class A { add(x) { const { q } = x; const queue = this.queue; queue.push(x); } other() { queue.push(1); } }";
        new SourceSearch(Source).FindGrowth("queue", true, []).ShouldHaveSingleItem().IsNested.ShouldBeFalse();
    }

    [Fact]
    public void Properties_are_matched_as_members_only()
    {
        var search = new SourceSearch("this.items.push(x); items.push(y); store.items.push(z); this.#items.add(w)");
        search.FindGrowth("items", true, []).Count().ShouldBe(2);
        search.FindGrowth("#items", true, []).ShouldHaveSingleItem().Verb.ShouldBe("add");
    }

    [Fact]
    public void Members_below_a_variable_are_matched()
    {
        var search = new SourceSearch("state.items.push(x); state.other.push(y); items.push(z)");
        search.FindGrowth("state", false, ["items"]).ShouldHaveSingleItem().Token.Column.ShouldBe(1);
    }

    [Theory]
    [InlineData("function named() { X }", "named")]
    [InlineData("const arrow = async (a, b) => { X };", "arrow")]
    [InlineData("const arrow = a => X;", "arrow")]
    [InlineData("class A { method(a) { if (a) { X } } }", "method")]
    [InlineData("const o = { method: function () { X } };", "method")]
    [InlineData("function typed(a: string): Promise<void> { X }", "typed")]
    [InlineData("function *gen() { X }", "gen")]
    public void The_function_around_a_token_is_known(string source, string name)
    {
        var search = new SourceSearch(source);
        var at = Enumerable.Range(0, search.Tokens.Count).First(i => search.Tokens[i].Text == "X");
        search.Outline.FindFunctionAt(at).ShouldNotBeNull().Name.ShouldBe(name);
    }

    [Theory]
    [InlineData("if (a) { X }")]
    [InlineData("for (const a of b) { X }")]
    [InlineData("const a = { b: { X } };")]
    public void A_block_is_not_a_function(string source)
    {
        var search = new SourceSearch(source);
        var at = Enumerable.Range(0, search.Tokens.Count).First(i => search.Tokens[i].Text == "X");
        search.Outline.FindFunctionAt(at).ShouldBeNull();
    }

    [Fact]
    public void No_input_makes_the_search_fail()
    {
        const string pieces = "{}()[]`'\"/\\$#@=.?!;,\n abc/*//*/const=>class function ${ 1.5 \u00e9";
        var random = new Random(3);
        for (var run = 0; run < 3000; run++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => pieces[random.Next(pieces.Length)])]);
            var search = new SourceSearch(text);
            _ = search.FindDeclaration("abc");
            _ = search.FindMemberDeclaration("abc", "c");
            _ = search.FindGrowth("abc", run % 2 == 0, []).ToList();
            foreach (var token in search.Tokens) text.Substring(token.Offset, token.Text.Length).ShouldBe(token.Text);
        }
    }
}
