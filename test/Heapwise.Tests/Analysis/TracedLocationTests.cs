using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Stacks;
using Heapwise.Analysis.Locations;
using Heapwise.Heap.Graph;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

/// <summary>
/// Where a stack that ends in the program's function <c>build</c> moves the location of a leak that a library holds. The library's own
/// functions are not on it, as where V8 has inlined them.
/// </summary>
public sealed class TracedLocationTests
{
    private const int Before = 99;

    // The library keeps what build returns; build calls it again for something else.
    [Theory]
    [InlineData("const prices = _.memoize(function build(key) {\n  return _.range(9);\n});")]
    [InlineData("const prices = _.memoize(build);\nfunction build(key) {\n  return _.range(9);\n}")]
    public void A_function_that_the_library_is_given_does_not_become_the_location(string source) =>
        Improve(source, LocationBasis.Likely).ShouldBe(Before);

    [Fact]
    public void A_call_of_the_holder_in_such_a_function_does() =>
        Improve("const prices = _.memoize(build);\nfunction build(key) {\n  return prices(key - 1);\n}", LocationBasis.Likely).ShouldBe(4);

    [Fact]
    public void A_call_of_the_library_does_where_no_other_call_is_known() =>
        Improve("const prices = _.memoize(build);\nfunction build(key) {\n  return _.range(9);\n}", LocationBasis.Nearest).ShouldBe(4);

    [Fact]
    public void A_call_of_the_library_does_in_a_function_that_it_was_not_given() =>
        Improve("const prices = _.memoize(find);\nfunction build(key) {\n  return _.range(9);\n}", LocationBasis.Likely).ShouldBe(4);

    /// <summary>The line of the location after the stack was seen.</summary>
    private static int? Improve(string source, LocationBasis basis)
    {
        var lines = ("const _ = require('lodash');\n" + source).Split('\n');
        var line = Array.FindIndex(lines, text => text.Contains("function build", StringComparison.Ordinal));
        var column = lines[line].IndexOf("(key", StringComparison.Ordinal);
        var calls = new TracedCalls([new TraceFunction("build", TinyProgram.File, line + 1, column + 1)], 10, 1);
        var code = new ProgramCode(() => [TinyProgram.File], new TinyProgram.OneSource(string.Join('\n', lines)));
        var before = new LeakLocation(new CodeLocation(TinyProgram.File, Before, 1, null, null), null) { Basis = basis };
        var holder = TestLeaks.Variable("prices") with { Library = "lodash" };
        return new TracedLocations(code, new LibraryUses(code, null)).Improve(before, calls, holder).Statement?.Line;
    }
}
