using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

public sealed class SubscriptionTests
{
    private const int PerRound = 20;

    // Context --feed--> Feed --observers--> Array --[i]--> {next, error} --next--> closure;
    // Feed --__proto__--> Object --subscribe--> closure
    [Theory]
    [InlineData(Entry.Observer, "subscribe")]
    [InlineData(Entry.Function, "subscribe")]
    [InlineData(Entry.Function, "addListener")]
    [InlineData(Entry.Observer, null)]
    public void Observers_in_a_list_of_the_observed_object_are_subscriptions(Entry entry, string? method)
    {
        var finding = TinyProgram.FindLeak(rounds => Feed(rounds, entry, method));

        finding.Pattern.ShouldBe("event-listener");
        finding.Holder.Name.ShouldBe("observers");
        finding.Title.ShouldBe("Subscriptions to feed are added and never removed");
        finding.Location.ShouldNotBeNull().Line.ShouldBe(12);
        finding.Advice.Example.ShouldContain($"feed.{method ?? "subscribe"}(");
    }

    // Context --sending--> Object --all--> Array --[i]--> the observers: an emission goes on while the snapshot is taken
    [Fact]
    public void A_copy_of_the_list_that_is_alive_by_chance_holds_nothing()
    {
        var finding = TinyProgram.FindLeak(rounds =>
        {
            var program = Feed(rounds, Entry.Function, "subscribe");
            var observers = program.Heap.Nodes.Where(node => node is { Type: "closure", Name: "next" }).ToList();
            var copy = program.Heap.Object("Array", 16);
            for (var i = 0; i < observers.Count; i++) copy.Element(i, observers[i]);
            program.Global.Property("sending", copy);
            return program;
        });

        finding.Pattern.ShouldBe("event-listener");
        finding.Holder.Name.ShouldBe("observers");
    }

    // Context --bus--> Object --on, off--> closures; --all--> Map --table--> array --> Array --[i]--> closure
    [Theory]
    [InlineData("off", "event-listener")]
    [InlineData("size", "growing-collection")]
    public void An_object_of_functions_is_an_emitter_if_it_can_subscribe_and_unsubscribe(string counterpart, string pattern)
    {
        var finding = TinyProgram.FindLeak(rounds =>
        {
            var program = new TinyProgram();
            var (bus, all) = (program.Heap.Object("Object", 40), program.Heap.Object("Map", 32));
            var (table, handlers) = (program.Heap.Array("", 64), program.Heap.Object("Array", 16));
            var library = program.Heap.Script(8, "/app/node_modules/bus/index.js");
            program.Scope.Context("bus", bus);
            bus
                .Property("all", all)
                .Property("on", library.Function("on", 1, 3, 56))
                .Property(counterpart, library.Function(counterpart, 2, 3, 56));
            all.Internal("table", table);
            table.Internal("7", program.Heap.String("price")).Internal("8", handlers);
            for (var i = 0; i < (rounds + 1) * PerRound; i++)
            {
                handlers.Element(i, program.Script.Function("", 11, 8, 56).Internal("context", program.Scope));
            }

            return program;
        });

        finding.Pattern.ShouldBe(pattern);
        finding.Location.ShouldNotBeNull().Line.ShouldBe(12);
    }

    [Fact]
    public void Functions_in_a_list_of_an_object_without_a_subscribe_method_are_ordinary_entries() =>
        TinyProgram.FindLeak(rounds => Feed(rounds, Entry.Function, "push")).Pattern.ShouldBe("growing-collection");

    [Fact]
    public void Records_in_a_list_of_an_observable_object_are_ordinary_entries() =>
        TinyProgram.FindLeak(rounds => Feed(rounds, Entry.Record, "subscribe")).Pattern.ShouldBe("growing-collection");

    // Many classes extend EventEmitter and keep lists of other things.
    [Fact]
    public void Methods_of_Node_do_not_make_a_list_a_list_of_observers() =>
        TinyProgram.FindLeak(rounds => Feed(rounds, Entry.Function, "on", isOfNode: true)).Pattern.ShouldBe("growing-collection");

    // Context --bus--> Bus --_events--> Object --price--> Array --[i]--> closure; Array --warned--> true
    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData(null, false)]
    public void A_warning_of_Node_about_listeners_is_reported(string? warned, bool expected)
    {
        foreach (var isOld in (bool[])[false, true])
        {
            var finding = TinyProgram.FindLeak(rounds =>
            {
                var program = new TinyProgram();
                var heap = program.Heap;
                var (bus, events, listeners) = (heap.Object("Bus", 32).At(7, 1, 0), heap.Object("Object", 32), heap.Object("Array", 16));
                program.Scope.Context("bus", bus);
                bus.Property("_events", events);
                events.Property("price", listeners);
                if (warned is not null)
                {
                    var old = heap.Hidden("system / Oddball", 32).Internal("to_string", heap.String(warned));
                    listeners.Property("warned", isOld ? old : heap.Hidden(warned, 32));
                }

                for (var i = 0; i < (rounds + 1) * PerRound; i++)
                {
                    listeners.Element(i, program.Script.Function("", 11, 8, 56).Internal("context", program.Scope));
                }

                return program;
            });

            finding.Pattern.ShouldBe("event-listener");
            finding.Details.Warned.ShouldBe(expected);
            finding.Advice.Why.ShouldContain(expected ? "Node has warned" : "Node has not warned");
        }
    }

    public enum Entry
    {
        Observer,
        Function,
        Record,
    }

    private static TinyProgram Feed(int rounds, Entry entry, string? method, bool isOfNode = false)
    {
        var program = new TinyProgram();
        var node = program.Heap.Script(9, "node:events");
        var prototype = program.Heap.Object("Object", 40);
        if (method is not null)
        {
            prototype.Property(method, (isOfNode ? node : program.Script).Function(method, 4, 3, 56).Internal("context", program.Scope));
        }

        var observers = program.Heap.Object("Array", 16);
        var feed = program.Heap.Object("Feed", 40).At(7, 2, 3).Property("__proto__", prototype).Property("observers", observers);
        program.Scope.Context("feed", feed);
        for (var i = 0; i < (rounds + 1) * PerRound; i++)
        {
            var function = program.Script.Function("next", 11, 8, 56).Internal("context", program.Scope);
            observers.Element(i, entry switch
            {
                Entry.Function => function,
                Entry.Observer => program.Heap.Object("{next, error}", 32)
                    .Property("next", function)
                    .Property("error", program.Heap.Closure("error", 56)),
                _ => program.Heap.Object("{name}", 32).Property("name", program.Heap.Object("Name", 32)),
            });
        }

        return program;
    }
}
