using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Heapwise.Tests.Heap.Damage;
using Heapwise.Tests.Heap.Oracles;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Heap;

/// <summary>
/// Small snapshots in every layout, damaged in every way, each judged by the strict reader: the engine refuses exactly
/// what that one refuses, with a useful message, and reads exactly the same numbers from the rest. Case n is the same in
/// every run; the variable <c>HEAPWISE_MUTATIONS</c> asks for more cases than the usual ones.
/// </summary>
[Trait("Reading", "numbers")]
public sealed class MutationTests
{
    private const int Workers = 2;
    private const int MaxFailures = 10;
    private static readonly int Cases =
        int.Parse(Environment.GetEnvironmentVariable("HEAPWISE_MUTATIONS") ?? "12000", NumberFormatInfo.InvariantInfo);
    private static readonly TimeSpan LongestCase = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(5) + TimeSpan.FromMilliseconds(5 * Cases);
    private static readonly TinyHeap[] Sources = [.. Enumerable.Range(0, 40).Select(RandomHeap.Create)];
    private static readonly byte[][] Files = [.. Sources.Select(heap => heap.ToJson())];

    [Fact]
    public async Task Damaged_files_are_refused_or_read_exactly()
    {
        var verdicts = new int[Workers, 2];
        var failures = new ConcurrentQueue<string>();
        var running = new long[Workers];
        var clock = Stopwatch.StartNew();
        using var stop = new CancellationTokenSource();
        var work = Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Factory.StartNew(
            () =>
            {
                bool Continues() => !stop.IsCancellationRequested && failures.Count < MaxFailures;
                for (var number = worker; number < Cases && Continues(); number += Workers)
                {
                    Volatile.Write(ref running[worker], clock.Elapsed.Ticks);
                    if (Run(number, failures) is { } verdict) verdicts[worker, (int)verdict]++;
                }

                Volatile.Write(ref running[worker], long.MaxValue);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        while (await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken)) != work)
        {
            var oldest = running.Min(started => Volatile.Read(ref started));
            if (oldest != long.MaxValue) TimeSpan.FromTicks(clock.Elapsed.Ticks - oldest).ShouldBeLessThan(LongestCase, "a case hangs");
            if (clock.Elapsed > LongestRun) await stop.CancelAsync();
        }

        await work;
        failures.Count.ShouldBe(0, string.Join(Environment.NewLine, failures));
        var (refused, accepted) = (verdicts[0, 0] + verdicts[1, 0], verdicts[0, 1] + verdicts[1, 1]);
        TestContext.Current.TestOutputHelper?.WriteLine($"{refused} refused, {accepted} accepted in {clock.Elapsed}");
        (refused + accepted).ShouldBe(Cases, "the run was stopped for taking too long");
        refused.ShouldBeGreaterThan(Cases / 3);
        accepted.ShouldBeGreaterThan(Cases / 10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(7)]
    public void A_file_cut_anywhere_is_refused(int source)
    {
        var json = Files[source];
        var end = json.AsSpan().TrimEnd(" \n\r\t"u8).Length;
        for (var length = 0; length < end; length++)
        {
            Judge.Try(json[..length], trickle: length % 3).ShouldBe(Verdict.Refused, $"{length} of {json.Length} bytes");
        }
        Judge.Try(json[..end], trickle: 0).ShouldBe(Verdict.Accepted);
    }

    [Fact]
    public void Undamaged_sources_are_accepted_in_chunks_of_any_size()
    {
        foreach (var json in Files)
        {
            foreach (var trickle in (int[])[0, 1, 2, 3, 7, 64]) Judge.Try(json, trickle, blockBytes: 128).ShouldBe(Verdict.Accepted);
            Judge.Try(json, trickle: 0, blockBytes: 1 << 20).ShouldBe(Verdict.Accepted);
        }
    }

    private static Verdict? Run(int number, ConcurrentQueue<string> failures)
    {
        var random = new Random(number);
        var source = random.Next(Sources.Length);
        var (json, what) = Damage(random, source);
        try
        {
            return Judge.Try(json, trickle: random.Next(4) == 0 ? 1 + random.Next(40) : 0, blockBytes: 128 << random.Next(6));
        }
        catch (Exception fault)
        {
            var path = Path.Combine(Path.GetTempPath(), $"heapwise-mutation-{number}.heapsnapshot");
            File.WriteAllBytes(path, json);
            var subject = $"Case {number} ({Sources[source].Layout}: {what}), kept as {path}";
            failures.Enqueue($"{subject}: {fault.GetType().Name}: {fault.Message}{FindLine(fault)}");
            return null;
        }
    }

    private static string FindLine(Exception fault) =>
        fault.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains(" Heapwise.Heap.", StringComparison.Ordinal)) is { } line
            ? Environment.NewLine + line
            : "";

    private static (byte[] Json, string What) Damage(Random random, int source)
    {
        if (random.Next(5) == 0)
        {
            var document = Sources[source].ToDocument();
            var (name, apply) = SectionMutation.All[random.Next(SectionMutation.All.Count)];
            apply(random, document);
            return (document.ToBytes(), name);
        }

        var json = Files[source];
        var names = new List<string>();
        for (var left = random.Next(4) == 0 ? 2 + random.Next(2) : 1; left > 0 && json.Length > 0; left--)
        {
            var mutation = Mutation.All[random.Next(Mutation.All.Count)];
            json = mutation.Apply(random, json);
            names.Add(mutation.Name);
        }

        return (json, string.Join(", ", names));
    }
}
