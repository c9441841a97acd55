using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Locations.JavaScript;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;
using static Heapwise.Tests.Analysis.TinyProgram;

namespace Heapwise.Tests.Analysis;

/// <summary>Bounds in the program's code: what they are, and what they say of growth that has not reached them.</summary>
public sealed class BoundTests
{
    private const string LruFile = "/app/node_modules/site/lru-cache.js";

    [Theory]
    [InlineData("function put(k, v) { cache.set(k, v); if (cache.size > 50_000) cache.delete(cache.keys().next().value); }", 50_000)]
    [InlineData("const MAX = 50 * 1000; function put(k, v) { if (cache.size < MAX) cache.set(k, v); }", 50_000)]
    [InlineData("const max = 900; function put(v) { cache.push(v); while (max < cache.length) cache.shift(); }", 900)]
    [InlineData("function put(k, v) { cache[k] = v; if (Object.keys(cache).length >= 700) delete cache[first]; }", 700)]
    [InlineData("function put(v) { cache.push(v); if (cache.length > 800) cache = cache.slice(-400); }", 800)]
    [InlineData("function put(k, v) { cache.set(k, v); if (cache.size > options.most) cache.delete(oldest); }", null)]
    [InlineData("function put(k, v) { cache.set(k, v); if (cache.size > 600) evict(); } function evict() { cache.delete(k); }", 600)]
    [InlineData("function put(k, v) { if (cache.size >= 600) { return; } cache.set(k, v); }", 600)]
    public void A_size_that_is_compared_where_entries_come_or_go_is_a_bound(string text, int? limit)
    {
        var bound = new SourceSearch(text).FindBounds("cache", false, []).ShouldHaveSingleItem();
        bound.Limit.ShouldBe(limit);
        bound.IsByAge.ShouldBeFalse();
    }

    [Fact]
    public void A_bound_may_be_on_a_property() => new SourceSearch(
            "class Lru { constructor(max = 600) { this.max = max; } put(k, v) { this.all.set(k, v); "
            + "if (this.all.size > this.max) this.all.delete(this.all.keys().next().value); } }")
        .FindBounds("all", true, []).ShouldHaveSingleItem().Limit.ShouldBe(600);

    [Theory]
    [InlineData("function close(id) { cache.delete(id); }")]
    [InlineData("function all() { for (let i = 0; i < cache.length; i++) use(cache[i]); cache.push(1); }")]
    [InlineData("function drain() { while (cache.length > 0) use(cache.pop()); }")]
    [InlineData("function put(k, v) { cache.set(k, v); if (cache.size > 1000) warn('many'); } function end(k) { cache.delete(k); }")]
    [InlineData("function get(k) { const e = cache.get(k); if (e.until < Date.now()) cache.delete(k); }")]
    [InlineData("function sweep() { for (const [k, e] of cache) if (e.closed) cache.delete(k); }")]
    public void Other_removals_and_comparisons_are_no_bound(string text) =>
        new SourceSearch(text).FindBounds("cache", false, []).ShouldBeEmpty();

    [Theory]
    [InlineData("setInterval(() => { for (const [k, e] of cache) if (e.until < Date.now()) cache.delete(k); }, 60_000);")]
    [InlineData("function sweep() { const now = Date.now(); cache.forEach((e, k) => { if (e.at + TTL < now) cache.delete(k); }); }")]
    public void A_loop_that_removes_by_the_clock_is_a_bound_by_age(string text) =>
        new SourceSearch(text).FindBounds("cache", false, []).ShouldHaveSingleItem().IsByAge.ShouldBeTrue();

    [Fact]
    public void Growth_below_its_bound_is_inconclusive_and_says_what_settles_it()
    {
        var report = Diagnose(Entries, source: Limited(50_000));

        report.Verdict.ShouldBe(Verdict.Inconclusive);
        report.Reason.ShouldBe(
            "Variable leaked in server.js grew in every round, but server.js:2 keeps it within 50,000 entries, and it has 80 so far. "
            + "With --requests 3200 the run passes that bound.");
        report.Findings.ShouldHaveSingleItem().Bound.ShouldNotBeNull().Limit.ShouldBe(50_000);
    }

    [Fact]
    public void Growth_beyond_its_bound_is_a_leak() => Diagnose(Entries, source: Limited(50)).Verdict.ShouldBe(Verdict.Leak);

    // Context(leaked) --> LRUCache (node_modules) --items--> Array, and the same under other names
    [Theory]
    [InlineData(LruFile, "LRUCache", Verdict.Inconclusive)]
    [InlineData("/app/node_modules/quick-lru/index.js", "e", Verdict.Inconclusive)]
    [InlineData("/app/node_modules/site/cache.js", "Cache", Verdict.Leak)]
    [InlineData("/app/node_modules/walrus/index.js", "Walrus", Verdict.Leak)]
    [InlineData("/app/lru.js", "LRUCache", Verdict.Leak)]
    public void A_cache_of_a_library_that_calls_itself_LRU_has_a_bound(string file, string className, Verdict verdict) =>
        Diagnose(rounds => Cached(rounds, file, className, before: 0)).Verdict.ShouldBe(verdict);

    [Fact]
    public void What_grows_inside_an_entry_of_an_LRU_cache_has_no_bound() => Diagnose(rounds =>
        {
            var program = new TinyProgram();
            var (cache, items, log) = (AddCache(program), program.Heap.Object("Array", 16), program.Heap.Object("Array", 16));
            cache.Property("items", items);
            items.Element(0, program.Heap.Object("Entry", 40).Property("log", log));
            for (var i = 0; i < (rounds + 1) * PerRound; i++) log.Element(i, program.Heap.Object("Line", 40));
            return program;
        }).Verdict.ShouldBe(Verdict.Leak);

    [Fact]
    public void An_LRU_cache_with_very_many_entries_has_no_bound() =>
        Diagnose(rounds => Cached(rounds, LruFile, "LRUCache", before: 100_000)).Verdict.ShouldBe(Verdict.Leak);

    private static TinyProgram Cached(int rounds, string file, string className, int before)
    {
        var program = new TinyProgram();
        var (cache, items) = (AddCache(program, file, className), program.Heap.Object("Array", 16));
        cache.Property("items", items);
        for (var i = 0; i < before + ((rounds + 1) * PerRound); i++) items.Element(i, program.Heap.Object("Entry", 40));
        return program;
    }

    private static TinyNode AddCache(TinyProgram program, string file = LruFile, string className = "LRUCache")
    {
        _ = program.Heap.Script(8, file).Function(className, 4, 0);
        var cache = program.Heap.Object(className, 32).At(8, 4, 0);
        program.Scope.Context("leaked", cache);
        return cache;
    }

    private static string Limited(int limit) => "const leaked = [];\nfunction add(entry) { leaked.push(entry); if (leaked.length > "
        + limit + ") leaked.shift(); }";

    private static TinyProgram Entries(int rounds) =>
        Growing(rounds, (program, list, i) => list.Element(i, program.Heap.Object("Entry", 40)));
}
