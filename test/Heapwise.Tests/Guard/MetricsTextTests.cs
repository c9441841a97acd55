using Heapwise.Guard.Metrics.Figures;
using Heapwise.Guard.Metrics.Prometheus;
using Heapwise.Guard.Readings;
using Heapwise.Guard.Targets;
using Heapwise.Live.Attaching;
using Heapwise.Live.Monitoring;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Guard;

/// <summary>What is served, as text.</summary>
public sealed class MetricsTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Labels_and_help_are_escaped_and_odd_numbers_written_as_the_formats_want_them()
    {
        MetricFamily[] families =
        [
            new("a_total", MetricKind.Counter, "With \\, \"quotes\"\nand a line.", [new MetricSample("", [new("x", "\\ \" \n é")], 1.5)]),
            new("b", MetricKind.Gauge, "B.", [new("", [new("x", "1"), new("y", "")], double.NaN), new("", [], double.PositiveInfinity)]),
            new("c", MetricKind.Summary, "C.", [new("_sum", [], 1e20), new("_count", [], 3)]),
            new("empty", MetricKind.Gauge, "Never shown.", []),
        ];

        PrometheusText.Write(families, isOpenMetrics: false).ShouldBe(
            "# HELP a_total With \\\\, \"quotes\"\\nand a line.\n# TYPE a_total counter\na_total{x=\"\\\\ \\\" \\n é\"} 1.5\n"
            + "# HELP b B.\n# TYPE b gauge\nb{x=\"1\",y=\"\"} NaN\nb +Inf\n"
            + "# HELP c C.\n# TYPE c summary\nc_sum 1E+20\nc_count 3\n");
        var open = PrometheusText.Write(families, isOpenMetrics: true);
        open.ShouldStartWith("# HELP a With \\\\, \\\"quotes\\\"\\nand a line.\n# TYPE a counter\na_total{");
        open.ShouldEndWith("c_count 3\n# EOF\n");
    }

    [Fact]
    public void No_series_is_there_twice_and_every_family_has_help_and_type_once()
    {
        var text = TextOf(Process(1), Process(2), Process(2, thread: 7));

        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Where(line => !line.StartsWith('#')).Select(line => line[..line.LastIndexOf(' ')]).ShouldBeUnique();
        var helps = lines.Where(line => line.StartsWith("# HELP ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ToList();
        helps.ShouldBeUnique();
        lines.Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]).ShouldBe(helps);
    }

    [Fact]
    public void A_series_says_whose_it_is()
    {
        var text = TextOf(Process(1), Process(2, thread: 7));

        text.ShouldContain($"\nnodejs_heap_size_used_bytes{{{LabelsOf(1)}}} 5000\n");
        text.ShouldContain($"\nnodejs_heap_size_used_bytes{{{LabelsOf(2)},thread=\"7\"}} 5000\n");
        text.ShouldContain("pid=\"1\",container=\"0123456789ab\",version=\"v24.21.0\",major=\"24\",minor=\"21\",patch=\"0\"} 1\n");
        text.ShouldContain($"\nheapwise_seconds_to_limit{{{LabelsOf(1)},limit=\"heap\"}} 3600\n");
        text.ShouldNotContain("secret"); // the rest of the command line
    }

    [Fact]
    public void A_worker_thread_has_a_heap_and_no_process()
    {
        var text = TextOf(Process(2, thread: 7));

        text.ShouldContain("nodejs_heap_space_size_total_bytes{");
        text.ShouldNotContain("process_start_time_seconds{");
        text.ShouldNotContain("nodejs_version_info{");
        text.ShouldContain("heapwise_targets{kind=\"worker\"} 1\n");
    }

    [Fact]
    public void What_was_not_read_is_left_out_and_not_0()
    {
        var bare = Process(1) with { Use = null, Heap = HeapFigures.None, Latest = Reading([]), NodeVersion = null };

        var text = TextOf(bare with { Floor = new FloorFigures(null, null, null) });

        text.Split('\n').Where(line => line.Contains("pid=", StringComparison.Ordinal)).ShouldHaveSingleItem()
            .ShouldStartWith("process_start_time_seconds{");
    }

    [Fact]
    public void A_loop_delay_has_the_interval_of_its_timer_as_in_prom_client()
    {
        var inspected = new InspectorFigures(new DelayReading(1, 2, 3, 4), 5, 6, 7);

        var text = TextOf(Process(1) with { Heap = HeapFigures.None with { Inspected = inspected } });

        text.ShouldContain($"nodejs_eventloop_lag_mean_seconds{{{LabelsOf(1)}}} 0.011\n");
        text.ShouldContain($"nodejs_eventloop_lag_p99_seconds{{{LabelsOf(1)}}} 0.013\n");
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("Accept: */*", false)]
    [InlineData("accept: application/openmetrics-text", true)]
    [InlineData("Accept: application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2,*/*;q=0.1", true)]
    [InlineData("Accept: text/plain,application/openmetrics-text;q=0.5", false)]
    [InlineData("Accept: application/openmetrics-text;q=0", false)]
    public void The_format_is_what_the_client_likes_best(string header, bool wantsOpenMetrics)
    {
        var request = ScrapeRequest.Parse($"GET /metrics HTTP/1.1\r\nHost: x\r\n{header}").ShouldNotBeNull();

        request.ShouldBe(new ScrapeRequest("GET", "/metrics", wantsOpenMetrics));
    }

    internal static TargetFigures Process(int id, int? thread = null)
    {
        var node = new NodeSighting(id, 5, 0, "/srv/server \"x\".js", "node server.js --token=secret", "0123456789ab");
        var target = new TargetIdentity("web-1", "boot", node, thread is { } of ? new ThreadSighting(of, 6) : null);
        var values = new Dictionary<Figure, double> { [Figure.HeapUsed] = 5000, [Figure.HeapLimit] = 9000, [Figure.Kills] = 1 };
        var use = thread is null ? new ProcessUse(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1), 8000, 7000) : null;
        var heap = new HeapFigures(values, [new("old", 6000, 5000, 1), new("new_large_object", 0, 0, null)]);
        return new TargetFigures(target, Reading(values), use, heap)
        {
            StartedAt = Now.AddHours(-1),
            NodeVersion = thread is null ? "v24.21.0" : null,
            Floor = new FloorFigures(4000, TimeSpan.FromHours(1), null),
        };
    }

    internal static GuardFigures Guard(params TargetFigures[] targets) => new(
        Now, "web-1", targets, new GuardWork(1, TimeSpan.Zero, 2, 0, 0, 0))
    {
        Firing = [("heap-grows", 1)],
        Waiting = [("webhook", 2)],
        Own = new OwnProcess(Now, TimeSpan.FromSeconds(1), TimeSpan.Zero, 1000),
    };

    private static string LabelsOf(int id) => $"program=\"server \\\"x\\\".js\",pid=\"{id}\",container=\"0123456789ab\"";

    private static Reading Reading(Dictionary<Figure, double> values) => new(TimeSpan.FromHours(2), Now, TimeSpan.FromHours(1), values);

    private static string TextOf(params TargetFigures[] targets) =>
        PrometheusText.Write(GuardMetrics.FamiliesOf(Guard(targets)), isOpenMetrics: false);
}
