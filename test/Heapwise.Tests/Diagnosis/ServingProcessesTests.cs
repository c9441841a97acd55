using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Runs;
using Heapwise.Live.Attaching;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Diagnosis;

/// <summary>Which processes of a program are diagnosed. Pid 1 is the one that was started.</summary>
public sealed class ServingProcessesTests
{
    private static readonly LoadOutcome Requests = new(50, 0, TimeSpan.FromSeconds(0.1));

    [Fact]
    public void A_supervisor_that_computes_nothing_is_left_out()
    {
        var serving = Order(Supervisor(computedMs: 0.1), Child(2, computedMs: 40, connections: 8));

        serving.ShouldHaveSingleItem().ProcessId.ShouldBe(2);
        serving[0].HasServed.ShouldBeTrue();
    }

    [Fact]
    public void The_busiest_worker_of_a_cluster_stands_for_all()
    {
        var serving = Order(
            Supervisor(computedMs: 3), Worker(2, computedMs: 30, connections: 4), Worker(3, computedMs: 35, connections: 4));

        var only = serving.ShouldHaveSingleItem();
        only.ProcessId.ShouldBe(3);
        only.Peers.ShouldBe([3, 2], ignoreOrder: true);
        only.IsClusterWorker.ShouldBeTrue();
    }

    [Fact]
    public void A_worker_that_served_nothing_is_no_peer()
    {
        var serving = Order(
            Supervisor(computedMs: 3), Worker(2, computedMs: 0.2, connections: 0), Worker(3, computedMs: 35, connections: 8));

        serving.ShouldHaveSingleItem().Peers.ShouldBe([3]);
    }

    [Fact]
    public void What_the_front_passes_requests_to_is_looked_at_as_well()
    {
        var serving = Order(Supervisor(computedMs: 40, connections: 8), Child(2, computedMs: 60, connections: 0));

        serving.Select(process => process.ProcessId).ShouldBe([1, 2]);
    }

    [Fact]
    public void Where_no_process_served_the_one_that_has_worked_most_is_taken_and_has_not_served()
    {
        var serving = Order(Supervisor(computedMs: 0.1), Child(2, computedMs: 0.3, connections: 0) with { ComputedBefore = Ms(90) });

        var only = serving.ShouldHaveSingleItem();
        only.ProcessId.ShouldBe(2);
        only.HasServed.ShouldBeFalse();
    }

    [Fact]
    public void Where_nothing_is_seen_the_named_process_is_taken_at_its_word()
    {
        var only = Order().ShouldHaveSingleItem();

        only.ProcessId.ShouldBe(1);
        only.HasServed.ShouldBeTrue();
    }

    private static IReadOnlyList<ServingProcesses> Order(params ProcessActivity[] seen) =>
        ServingProcesses.Order(new LoadCensus(Requests, seen, Stranger: null), root: 1);

    private static ProcessActivity Supervisor(double computedMs, int connections = 0) =>
        Activity(1, parent: 0, "main.js", computedMs, connections);

    private static ProcessActivity Child(int id, double computedMs, int connections) =>
        Activity(id, parent: 1, "child.js", computedMs, connections);

    private static ProcessActivity Worker(int id, double computedMs, int connections)
    {
        var activity = Activity(id, parent: 1, "main.js", computedMs, connections);
        return activity with { Process = activity.Process with { IsClusterWorker = true } };
    }

    private static ProcessActivity Activity(int id, int parent, string program, double computedMs, int connections) => new(
        new ProgramProcess { ProcessId = id, ParentId = parent, IsClusterWorker = false, Script = program, Program = program },
        Ms(computedMs),
        Ms(50),
        connections);

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
