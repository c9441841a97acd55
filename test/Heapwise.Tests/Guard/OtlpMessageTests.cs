using Heapwise.Guard.Metrics.Otlp;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Guard;

/// <summary>What is sent to a collector.</summary>
public sealed class OtlpMessageTests
{
    [Fact]
    public void A_process_and_its_worker_threads_are_one_resource()
    {
        var points = PointsOf(("service.name", "shop"), ("host.name", "other"));

        var resources = points.Select(point => point.Resource).Distinct().ToList();
        resources.Count.ShouldBe(3); // the guard and two processes
        resources.Select(resource => resource["service.name"]).ShouldBe(["heapwise", "shop", "shop"]);
        resources.Select(resource => resource["process.pid"]).ShouldBe([$"{Environment.ProcessId}", "1", "2"]);
        resources.ShouldAllBe(resource => resource["host.name"] == "other");
        resources[2]["container.id"].ShouldBe("0123456789ab");
        var used = points.Where(point => point.Metric == "v8js.memory.heap.used" && point.Resource == resources[2]).ToList();
        used.Select(point => (point.Attributes["v8js.heap.space.name"], point.Attributes.GetValueOrDefault("thread.id"), point.Value))
            .ShouldBe([("old_space", null, 5000), ("new_large_object_space", null, 0),
                ("old_space", "7", 5000), ("new_large_object_space", "7", 0)]);
    }

    [Fact]
    public void Without_a_name_a_process_has_that_of_its_script() =>
        PointsOf().Select(point => point.Resource["service.name"]).Distinct().ShouldBe(["heapwise", "server \"x\".js"]);

    [Fact]
    public void Counters_count_from_the_start_of_the_process()
    {
        var processor = PointsOf().Where(point => point.Metric == "process.cpu.time" && point.Resource["process.pid"] == "1").ToList();

        processor.Select(point => point.Value).ShouldBe([2, 1]);
        processor.ShouldAllBe(point => point.Kind == "counter" && point.Nanoseconds - point.StartNanoseconds == 3_600_000_000_000);
    }

    private static IReadOnlyList<OtlpReading> PointsOf(params (string Name, string Value)[] given)
    {
        var figures = MetricsTextTests.Guard(
            MetricsTextTests.Process(1), MetricsTextTests.Process(2), MetricsTextTests.Process(2, thread: 7));
        return OtlpReader.Read(OtlpMessage.Write(OtlpOrigins.Of(figures, given)).Span);
    }
}
