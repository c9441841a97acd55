using Heapwise.Analysis.Reports;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class AsyncContextTests
{
    private const int PerRound = 20;

    // Context --recent--> Array --[i]--> Promise --<symbol kResourceStore>--> Store
    // Context --recent--> Array --[i]--> Promise --<symbol kAsyncContextFrame>--> AsyncContextFrame --table--> array;
    // array --5--> AsyncLocalStorage, --6--> Store
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Promises_that_mostly_retain_their_context_are_reported_with_its_storage(bool hasFrame)
    {
        var finding = TinyProgram.FindLeak(rounds => Promises(rounds, hasFrame, storeBytes: 4_000));

        finding.Pattern.ShouldBe("async-context");
        finding.Holder.Name.ShouldBe("recent");
        finding.Title.ShouldBe("Variable recent in server.js keeps the store of AsyncLocalStorage context alive");
        var context = finding.Details.AsyncContext.ShouldNotBeNull();
        context.ShouldBe(new AsyncContextReport { StoreClass = "Store", StoreBytes = 4_000, Storage = "variable context in server.js" });
        finding.Advice.Example.ShouldContain("context.exit(");
    }

    [Fact]
    public void A_small_context_is_not_the_leak() =>
        TinyProgram.FindLeak(rounds => Promises(rounds, hasFrame: true, storeBytes: 16)).Pattern.ShouldBe("growing-collection");

    [Fact]
    public void A_shared_store_is_not_the_leak() =>
        TinyProgram.FindLeak(rounds => Promises(rounds, hasFrame: true, storeBytes: 4_000, isShared: true)).Pattern
            .ShouldBe("growing-collection");

    private static TinyProgram Promises(int rounds, bool hasFrame, int storeBytes, bool isShared = false)
    {
        var program = new TinyProgram();
        program.Heap.Script(9, "node:async_hooks");
        var recent = program.Heap.Object("Array", 16);
        var storage = program.Heap.Object("AsyncLocalStorage", 120).At(9, 1, 1);
        program.Scope.Context("recent", recent).Context("context", storage);
        var shared = isShared ? program.Heap.Object("Store", storeBytes) : null;
        for (var i = 0; i < (rounds + 1) * PerRound; i++)
        {
            var promise = program.Heap.Object("Promise", 60);
            var store = shared ?? program.Heap.Object("Store", storeBytes);
            recent.Element(i, promise);
            if (hasFrame)
            {
                var table = program.Heap.Array("", 60).Internal("5", storage).Internal("6", store);
                promise.Property("<symbol kAsyncContextFrame>", program.Heap.Object("AsyncContextFrame", 60).Internal("table", table));
            }
            else
            {
                promise.Property("<symbol kResourceStore>", store);
            }
        }

        return program;
    }
}
