using System.Runtime.Versioning;
using System.Text.Json;
using Heapwise.Outside.Metering;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Outside;

/// <summary>V8's counters, read in a process's memory, beside what the process says of itself at the same time.</summary>
[SupportedOSPlatform("linux")]
public sealed class HeapMeterTests
{
    /// <summary>
    /// A page of free room counts as used here in every space but the old one, where V8 leaves it out. And V8 may sweep, and give a page
    /// back, between its answer and the reading.
    /// </summary>
    private const long Page = 2 * (256 << 10);

    private const string Source =
        """
        const v8 = require('v8'), kept = [], buffers = [];
        let number = 0;
        const steps = {
          start() {},
          grow() { for (let i = 0; i < 100_000; i++) kept.push({i, text: 'x' + i}); gc({type: 'minor'}); },
          large() { kept.push(new Array(400_000).fill(1)); },
          buffers() { buffers.push(new ArrayBuffer(5_000_000)); },
          collect() { gc(); },
          drop() { kept.length = 1000; gc(); },
        };
        require('readline').createInterface({input: process.stdin}).on('line', line => {
          steps[line]();
          const heap = v8.getHeapStatistics(), spaces = v8.getHeapSpaceStatistics(), memory = process.memoryUsage();
          console.log(JSON.stringify({number: ++number, heap, spaces, memory}));
        });
        console.log('ready');
        """;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task Counters_are_those_that_V8_reports(int major)
    {
        await using var program = await NodeProgram.RunSourceAsync(
            major, Source, nodeArguments: ["--expose-gc", "--max-old-space-size=300", "--max-semi-space-size=8"]);
        var meter = HeapMeter.Open(program.ProcessId);
        var floor = 0L;
        foreach (var (number, step) in ((string[])["start", "grow", "collect", "large", "buffers", "grow", "drop", "grow"]).Index())
        {
            await program.SendLineAsync(step);
            var answer = await program.WaitForLineAsync(line => line.StartsWith($"{{\"number\":{number + 1},", StringComparison.Ordinal));
            using var said = JsonDocument.Parse(answer);
            var use = meter.Read();

            use.LimitBytes.ShouldBe(said.RootElement.GetProperty("heap").GetProperty("heap_size_limit").GetInt64(), step);
            var young = Compare(said.RootElement.GetProperty("spaces"), use, step);
            Math.Abs(use.UsedBytes - said.RootElement.GetProperty("heap").GetProperty("used_heap_size").GetInt64())
                .ShouldBeLessThan((3 * Page) + young, step);
            Math.Abs(use.ArrayBufferBytes - said.RootElement.GetProperty("memory").GetProperty("arrayBuffers").GetInt64())
                .ShouldBeLessThan(Page, step);
            if (step is "collect" or "drop") Math.Abs(use.OldFloorBytes - use.OldBytes).ShouldBeLessThan(2 * Page, step);
            if (step == "collect") floor = use.OldFloorBytes;
            if (step == "drop") use.OldFloorBytes.ShouldBeLessThan(floor, "what was dropped is collected");
        }
    }

    /// <summary>Compares space by space. Returns how far the young generation is off: to print the answer takes some of it.</summary>
    private static long Compare(JsonElement spaces, HeapUse use, string step)
    {
        var young = 0L;
        foreach (var space in spaces.EnumerateArray())
        {
            var name = space.GetProperty("space_name").GetString()!.Replace("_space", "", StringComparison.Ordinal);
            var (size, used) = (space.GetProperty("space_size").GetInt64(), space.GetProperty("space_used_size").GetInt64());
            var found = use.Spaces.SingleOrDefault(each => each.Name == name);
            if (found is null)
            {
                if (name != "read_only") size.ShouldBe(0, $"{name} after {step}");
                continue;
            }

            Math.Abs(found.CommittedBytes - size).ShouldBeLessThanOrEqualTo(Page, $"{name} after {step}");
            var apart = Math.Abs(found.UsedBytes - used);
            TestContext.Current.TestOutputHelper?.WriteLine($"{step} {name}: {found.UsedBytes} of {used}");
            apart.ShouldBeLessThan(Page, $"{name} after {step}");
            if (name == "new") young = apart;
        }

        return young;
    }
}
