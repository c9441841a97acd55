using System.Globalization;
using Heapwise.Tests.Guard;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>What a collector receives.</summary>
[Collection("One capture at a time on a machine")]
public sealed class OtlpTests
{
    private const string Settings =
        """
        {"guard": {"interval": "200ms", "store": "history.db", "evidence": {"baseline": false}, "rules": {"loop-busy": {"enabled": false}}}}
        """;

    private const string Program = "setInterval(() => {}, 1000); console.log('ready');";

    [Fact]
    public async Task A_collector_gets_a_resource_for_each_process_with_its_names_and_values()
    {
        await using var program = await NodeProgram.RunSourceAsync(24, Program);
        await using var collector = new OtlpCollector();
        await using var guard = await GuardRun.StartAsync(["--pid", $"{program.ProcessId}"], Settings, VariablesFor(collector.Port));
        await UntilAsync(() => collector.Requests.Any(request => Of(request.Points, program).Exists(point => IsUsedHeap(point))), guard);

        var (head, points) = collector.Requests.Last(request => Of(request.Points, program).Exists(point => IsUsedHeap(point)));

        head.ShouldStartWith("POST /base/v1/metrics HTTP/1.1\r\n");
        head.ShouldContain("Content-Type: application/x-protobuf");
        head.ShouldContain("Authorization: Bearer a b");
        var ours = Of(points, program);
        var resource = ours[0].Resource;
        resource["service.name"].ShouldBe("shop");
        resource["deployment.environment.name"].ShouldBe("test");
        resource["k8s.pod.name"].ShouldBe("shop-7");
        resource["host.name"].ShouldBe(Environment.MachineName);
        resource["process.runtime.name"].ShouldBe("nodejs");
        resource["process.runtime.version"].ShouldStartWith("24.");
        ours.Single(point => point.Metric == "process.memory.usage").ShouldSatisfyAllConditions(
            point => point.Kind.ShouldBe("updowncounter"),
            point => point.Unit.ShouldBe("By"),
            point => point.Value.ShouldBeInRange(20e6, 300e6));
        var processor = ours.Where(point => point.Metric == "process.cpu.time").ToList();
        processor.Select(point => point.Attributes["cpu.mode"]).ShouldBe(["user", "system"]);
        processor[0].Kind.ShouldBe("counter");
        processor[0].StartNanoseconds.ShouldBeInRange(1_000_000_000_000_000_000UL, processor[0].Nanoseconds);
        ours.Where(point => IsUsedHeap(point)).Select(point => point.Attributes["v8js.heap.space.name"]).ShouldContain("old_space");
        ours.Single(point => point.Metric == "v8js.memory.heap.max").Value.ShouldBeGreaterThan(100e6);
        var guards = points.Where(point => point.Resource["service.name"] == "heapwise").ToList();
        guards.Single(point => point.Metric == "heapwise.readings").Value.ShouldBeGreaterThan(0);
        guards[0].Resource["process.pid"].ShouldBe($"{guard.ProcessId}");
        (guard.Errors + guard.Output).ShouldNotContain("Bearer");
    }

    [Fact]
    public async Task A_dead_collector_delays_nothing_and_is_used_again_when_it_is_back()
    {
        await using var program = await NodeProgram.RunSourceAsync(24, Program);
        int port;
        await using (var gone = new OtlpCollector()) port = gone.Port;
        await using var guard = await GuardRun.StartAsync(
            ["--pid", $"{program.ProcessId}", "--metrics", "127.0.0.1:0"], Settings, VariablesFor(port));
        await guard.WaitForAsync("metrics: 127.0.0.1 cannot be reached");
        var before = (await MetricsPage.ReadAsync(guard)).Value("heapwise_readings_total");
        await MetricsPage.ReadAsync(guard, page => page.Value("heapwise_readings_total") > before + 3);

        await using var back = new OtlpCollector(port);
        await guard.WaitForAsync("the collector receives them again");

        guard.Errors.Split("cannot be reached").Length.ShouldBe(2); // said once
        guard.Errors.ShouldNotContain("Bearer");
    }

    [Fact]
    public async Task A_collector_that_speaks_gRPC_is_called()
    {
        const string Collector =
            """
            const server = require('http2').createServer();
            server.on('stream', (stream, headers) => {
              const parts = [];
              stream.on('data', part => parts.push(part)).on('end', () => {
                stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
                stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
                stream.end(Buffer.alloc(5));
                console.log(`call ${headers[':path']} ${headers['content-type']} ${Buffer.concat(parts).toString('base64')}`);
              });
            });
            server.listen(0, '127.0.0.1', () => console.log('ready ' + server.address().port));
            """;
        await using var collector = await NodeProgram.RunSourceAsync(24, Collector);
        var port = int.Parse(collector.Output[0].Split(' ')[1], CultureInfo.InvariantCulture);
        await using var program = await NodeProgram.RunSourceAsync(24, Program);
        var variables = new Dictionary<string, string>(VariablesFor(port)) { ["HEAPWISE_GUARD__METRICS__OTLP__PROTOCOL"] = "grpc" };
        await using var guard = await GuardRun.StartAsync(["--pid", $"{program.ProcessId}"], Settings, variables);

        var call = await collector.WaitForLineAsync(line => line.StartsWith("call ", StringComparison.Ordinal));

        call.ShouldStartWith("call /base/opentelemetry.proto.collector.metrics.v1.MetricsService/Export application/grpc ");
        var body = Convert.FromBase64String(call.Split(' ')[^1]);
        body[0].ShouldBe((byte)0); // not compressed
        OtlpReader.Read(body.AsSpan(5)).ShouldContain(point => point.Metric == "process.memory.usage");
        guard.Errors.ShouldNotContain("metrics: ");
    }

    [Fact]
    public async Task Neither_a_dry_run_nor_a_single_look_sends_anything()
    {
        await using var program = await NodeProgram.RunSourceAsync(24, Program);
        await using var collector = new OtlpCollector();
        await using var dry = await GuardRun.StartAsync(
            ["--pid", $"{program.ProcessId}", "--dry-run", "--metrics", "127.0.0.1:0"], Settings, VariablesFor(collector.Port));
        await MetricsPage.ReadAsync(dry, page => page.Value("heapwise_turn_duration_seconds_count") > 3);
        await using var once = await GuardRun.StartAsync(
            ["--pid", $"{program.ProcessId}", "--once"], Settings, VariablesFor(collector.Port));
        await once.WaitForExitAsync();

        collector.Requests.ShouldBeEmpty();
    }

    private static Dictionary<string, string> VariablesFor(int port) => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{port}/base",
        ["OTEL_EXPORTER_OTLP_HEADERS"] = "Authorization=Bearer%20a%20b",
        ["OTEL_SERVICE_NAME"] = "shop",
        ["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=test,service.name=other",
        ["KUBERNETES_SERVICE_HOST"] = "10.0.0.1",
        ["HOSTNAME"] = "shop-7",
    };

    private static bool IsUsedHeap(OtlpReading point) => point.Metric == "v8js.memory.heap.used";

    private static List<OtlpReading> Of(IEnumerable<OtlpReading> points, NodeProgram program) =>
        [.. points.Where(point => point.Resource["process.pid"] == $"{program.ProcessId}")];

    private static async Task UntilAsync(Func<bool> isSo, GuardRun guard)
    {
        for (var i = 0; i < 600 && !isSo(); i++) await Task.Delay(50, TestContext.Current.CancellationToken);
        isSo().ShouldBeTrue(guard.Errors);
    }
}
