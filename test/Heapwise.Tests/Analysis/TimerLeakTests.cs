using Heapwise.Analysis;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Reports;
using Heapwise.Tests.Heap;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis;

/// <summary>
/// Node's lists of timers:
/// <code>
/// Context --timerListMap--> Object --[1000]--> TimersList --_idleNext--> Timeout --_idleNext--> ... --_idleNext--> TimersList
/// Timeout --_onTimeout--> closure --context--> Context --rows--> Array
/// </code>
/// </summary>
public sealed class TimerLeakTests
{
    private const int PerRound = 20;

    [Fact]
    public void Accumulating_intervals_are_reported_with_callback_and_period()
    {
        var finding = TinyProgram.FindLeak(rounds => Started(rounds, isRepeating: true));

        finding.Pattern.ShouldBe("timer");
        finding.Confidence.ShouldBe(Confidence.High);
        finding.Title.ShouldBe("setInterval at server.js:12 (1000 ms) is never cleared");
        finding.Holder.Name.ShouldBe("setInterval");
        finding.Holder.ClassName.ShouldBe("TimersList");
        finding.Location.ShouldNotBeNull().Line.ShouldBe(12);
        finding.ObjectsPerRequest["Timeout"].ShouldBe(1);
        finding.Details.Timer.ShouldBe(new TimerReport { Milliseconds = 1000, Repeats = true, Rearmed = false });
        var function = finding.Details.Function.ShouldNotBeNull();
        function.Name.ShouldBe("tick");
        function.Captured.ShouldHaveSingleItem().Variable.ShouldBe("rows");
        finding.Explanation.ShouldContain("1 setInterval timer (tick(), server.js:12) in memory");
    }

    [Fact]
    public void Pending_timeouts_are_reported_as_ending_by_themselves()
    {
        var report = TinyProgram.Diagnose(rounds => Started(rounds, isRepeating: false));
        report.Verdict.ShouldBe(Verdict.Inconclusive, "they may be gone after their time");
        report.Reason.ShouldContain("--idle 2s");
        var finding = report.Findings.ShouldHaveSingleItem();

        finding.Pattern.ShouldBe("timer");
        finding.Details.Timer.ShouldBe(new TimerReport { Milliseconds = 1000, Repeats = false, Rearmed = false });
        finding.Advice.Example.ShouldContain("clearTimeout");
    }

    [Theory]
    [InlineData(false, Verdict.Inconclusive)]
    [InlineData(true, Verdict.Leak)]
    public void Entries_that_have_pending_timeouts_may_expire(bool isRepeating, Verdict verdict)
    {
        var report = TinyProgram.Diagnose(rounds => Expiring(rounds, isRepeating));

        report.Verdict.ShouldBe(verdict);
        report.Reason.Contains("--idle 2s", StringComparison.Ordinal).ShouldBe(!isRepeating);
        report.Findings.ShouldHaveSingleItem().Holder.Name.ShouldBe("leaked");
    }

    [Fact]
    public void A_rescheduled_timeout_is_as_old_as_the_object_it_passes_on()
    {
        var finding = TinyProgram.FindLeak(rounds => Rearmed(rounds, (rounds + 1) * PerRound));

        finding.Pattern.ShouldBe("timer");
        finding.Confidence.ShouldBe(Confidence.High);
        finding.Holder.Name.ShouldBe("setTimeout");
        finding.Title.ShouldBe("setTimeout at server.js:12 (1000 ms) reschedules itself forever");
        finding.ObjectsPerRequest["Session"].ShouldBe(1);
        finding.Details.Timer.ShouldBe(new TimerReport { Milliseconds = 1000, Repeats = false, Rearmed = true });
    }

    // Timeout --_onTimeout--> resolve --context--> Context --> Promise --> PromiseReaction --> closure --context--> Context;
    // Context --extension--> Generator
    [Fact]
    public void An_async_function_that_waits_repeatedly_is_reported_by_location()
    {
        var finding = TinyProgram.FindLeak(rounds => Rearmed(rounds, (rounds + 1) * PerRound, isAwaited: true));

        finding.Pattern.ShouldBe("timer");
        finding.Title.ShouldBe("Calls of watch() at server.js:12 await 1000 ms timers in a loop and never return");
        finding.Location.ShouldNotBeNull().Line.ShouldBe(12);
        finding.Details.Timer.ShouldBe(new TimerReport { Milliseconds = 1000, Repeats = false, Rearmed = true, Awaited = true });
    }

    [Fact]
    public void A_constant_number_of_timeout_chains_is_not_a_leak() =>
        TinyProgram.Diagnose(rounds => Rearmed(rounds, PerRound)).Findings.ShouldBeEmpty();

    [Fact]
    public void Callbacks_in_one_list_are_distinguished()
    {
        var findings = TinyProgram.Diagnose(rounds => Started(rounds, isRepeating: true, lines: [11, 30])).Findings;

        findings.Select(finding => finding.Location.ShouldNotBeNull().Line).Order().ShouldBe([12, 31]);
        findings.Select(finding => finding.ObjectsPerRequest["Timeout"]).ShouldBe([1, 1]);
    }

    [Fact]
    public void A_bound_function_is_reported_as_its_target_and_retains_its_this()
    {
        var finding = TinyProgram.FindLeak(rounds => Started(rounds, isRepeating: true, isBound: true));

        finding.Location.ShouldNotBeNull().Line.ShouldBe(12);
        var captured = finding.Details.Function.ShouldNotBeNull().Captured.ShouldHaveSingleItem();
        captured.ShouldBe(new CapturedReport { Variable = "this", ClassName = "Session", RetainedBytes = 3_000 });
    }

    [Fact]
    public void A_timer_of_a_library_is_located_where_its_callback_was_created()
    {
        var finding = TinyProgram.FindLeak(Scheduled);

        finding.Pattern.ShouldBe("timer");
        var place = finding.Location.ShouldNotBeNull();
        place.File.ShouldBe(TinyProgram.File);
        place.Line.ShouldBe(16);
        finding.Advice.Fix.ShouldStartWith("The library cron sets the timer");
    }

    // Sockets have timers of their own; their callback is Node's.
    [Fact]
    public void Timers_of_Node_itself_are_not_reported_by_callback() =>
        TinyProgram.Diagnose(rounds => Started(rounds, isRepeating: false, isOfNode: true)).Findings
            .ShouldAllBe(finding => finding.Details.Timer == null);

    private static TinyProgram Started(int rounds, bool isRepeating, int[]? lines = null, bool isBound = false, bool isOfNode = false)
    {
        var program = new TinyProgram();
        var lists = new Lists(program);
        var shared = program.Script.Function("tick", 11, 4, 56).Internal("context", program.Scope);
        for (var i = 0; i < (rounds + 1) * PerRound; i++)
        {
            foreach (var line in lines ?? [11])
            {
                TinyNode callback;
                if (isBound)
                {
                    callback = program.Heap.Closure("native_bind", 56)
                        .Internal("bound_function", shared)
                        .Internal("bound_this", program.Heap.Object("Session", 3_000));
                }
                else
                {
                    var scope = program.Heap.Object("system / Context", 40)
                        .Internal("previous", program.Scope)
                        .Context("rows", program.Heap.Object("Array", 4_000));
                    callback = (isOfNode ? lists.Node : program.Script).Function("tick", line, 4, 56).Internal("context", scope);
                }

                lists.Add(callback, isRepeating);
            }
        }

        lists.Close();
        return program;
    }

    // Context(leaked) --> Array --[i]--> Entry --timeout--> Timeout --_onTimeout--> expire (node_modules)
    private static TinyProgram Expiring(int rounds, bool isRepeating)
    {
        var lists = default(Lists);
        var library = default(TinyScript);
        var program = TinyProgram.Growing(rounds, (program, entries, i) =>
        {
            lists ??= new Lists(program);
            library ??= program.Heap.Script(8, "/app/node_modules/limiter/index.js");
            var entry = program.Heap.Object("Entry", 40);
            entries.Element(i, entry);
            entry.Property("timeout", lists.Add(library.Function("expire", 3, 4, 56), isRepeating));
        });
        lists!.Close(); // there are entries
        return program;
    }

    // Timeout --_onTimeout--> beat (node_modules) --context--> Context --task--> closure of the program
    private static TinyProgram Scheduled(int rounds)
    {
        var program = new TinyProgram();
        var library = program.Heap.Script(8, "/app/node_modules/cron/index.js");
        var lists = new Lists(program);
        for (var i = 0; i < (rounds + 1) * PerRound; i++)
        {
            var scope = program.Heap.Object("system / Context", 40)
                .Context("task", program.Script.Function("", 15, 4, 56).Internal("context", program.Scope));
            lists.Add(library.Function("beat", 3, 4, 56).Internal("context", scope), isRepeating: true);
        }

        lists.Close();
        return program;
    }

    private static TinyProgram Rearmed(int rounds, int count, bool isAwaited = false)
    {
        var program = new TinyProgram();
        var watch = program.Script.Function("watch", 11, 4, 56).Internal("context", program.Scope);
        var lists = new Lists(program);
        var sessions = new List<TinyNode>();
        for (var round = 0; round <= rounds; round++)
        {
            for (var i = 0; i < PerRound && sessions.Count < count; i++)
            {
                var session = isAwaited
                    ? program.Heap.Object("Generator", 2_000).At(7, 11, 4).Internal("function", watch)
                    : program.Heap.Object("Session", 2_000);
                sessions.Add(session);
            }

            // Each round has new timers; those of the round before are in no list any more.
            foreach (var session in sessions)
            {
                var scope = program.Heap.Object("system / Context", 40);
                var callback = isAwaited ? program.Heap.Closure("", 56) : program.Script.Function("", 11, 4, 56);
                if (isAwaited) scope.Hidden(1, Promise(program, session));
                else scope.Internal("previous", program.Scope).Context("this", session);
                lists.Add(callback.Internal("context", scope), isRepeating: false, isListed: round == rounds);
            }
        }

        lists.Close();
        return program;
    }

    private static TinyNode Promise(TinyProgram program, TinyNode call)
    {
        var scope = program.Heap.Object("system / Context", 40).Internal("extension", call);
        var reaction = program.Heap.Hidden("system / PromiseReaction", 40)
            .Hidden(1, program.Heap.Closure("", 56).Internal("context", scope));
        return program.Heap.Object("Promise", 60).Internal("reactions_or_result", reaction);
    }

    private sealed class Lists
    {
        private readonly TinyProgram _program;
        private readonly TinyNode _list;
        private readonly TinyNode _null;
        private TinyNode _last;

        public Lists(TinyProgram program)
        {
            _program = program;
            Node = program.Heap.Script(9, "node:internal/timers");
            var scope = program.Heap.Object("system / Context", 48);
            program.Global.Property("setTimeout", Node.Function("setTimeout", 10, 4, 56).Internal("context", scope));
            _list = _last = program.Heap.Object("TimersList", 72).At(9, 245, 13);
            scope.Context("timerListMap", program.Heap.Object("Object", 24).Element(1000, _list));
            _null = program.Heap.Hidden("null", 8);
        }

        public TinyScript Node { get; }

        public TinyNode Add(TinyNode callback, bool isRepeating, bool isListed = true)
        {
            var timer = _program.Heap.Object("Timeout", 120).At(9, 169, 13).Property("_onTimeout", callback);
            if (!isRepeating) timer.Property("_repeat", _null);
            if (!isListed) return timer;
            timer.Property("_idlePrev", _last);
            _last.Property("_idleNext", timer);
            return _last = timer;
        }

        public void Close()
        {
            _last.Property("_idleNext", _list);
            _list.Property("_idlePrev", _last);
        }
    }
}
