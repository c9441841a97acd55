using Heapwise.Analysis.GarbageCollection;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Analysis.GarbageCollection;

/// <summary>Lines as the five majors printed them (long runs of values shortened), alone, damaged, and among others.</summary>
public sealed class GcLogReaderTests
{
    private const string Scavenge24 =
        "[26318:0x27e3e000]       26 ms: Scavenge 4.7 (5.8) -> 4.0 (6.8) MB, pooled: 0 MB, 1.73 / 0.00 ms  (average mu = 1.000, "
        + "current mu = 1.000) allocation failure; ";

    private const string Json26 =
        """[26389:0x25c16000:0]       62 ms: GC: {"pause":2.939,"mutator":5.905,"gc":"mc","reduce_memory":false,"stack":"""
        + """false,"reason":"finalize incremental marking via task","collector_reason":"GC in old space requested","start_object_size":"""
        + """12319384,"end_object_size":10955208,"start_memory_size":24174592,"end_memory_size":24174600,"allocated":2804160,"promoted":"""
        + """2567696,"nodes_promoted":0,"promotion_ratio":73.1788,"is_incremental":true,"incremental":"""
        + """0.748,"incremental.finalize.external.prologue":0.5,"incremental_marking_throughput":1.23906e+06}""";

    [Theory]
    [InlineData(
        "[26162:0x12a78d00]       36 ms: Scavenge 4.3 (4.9) -> 3.7 (5.9) MB, 3.6 / 0.0 ms  (average mu = 1.000, current mu = "
        + "1.000) task; ",
        GcKind.Scavenge, 36, 3.6, 4.3, 4.9, 3.7, 5.9, "task")]
    [InlineData(
        "[26162:0x12a78d00]       78 ms: Mark-sweep 10.9 (24.3) -> 9.3 (26.5) MB, 3.5 / 0.0 ms  (+ 2.6 ms in 28 steps since "
        + "start of marking, biggest step 2.1 ms, walltime since start of marking 9 ms) (average mu = 1.000, current mu = 1.000) "
        + "finalize incremental marking via task; GC in old space requested",
        GcKind.MarkCompact, 78, 3.5, 10.9, 24.3, 9.3, 26.5, "finalize incremental marking via task; GC in old space requested")]
    [InlineData(
        "[26207:0x1fb11e50]      125 ms: Mark-Compact 15.9 (44.7) -> 11.0 (44.7) MB, 8.22 / 0.00 ms  (average mu = 0.718, "
        + "current mu = 0.718) testing; GC in old space requested",
        GcKind.MarkCompact, 125, 8.22, 15.9, 44.7, 11.0, 44.7, "testing; GC in old space requested")]
    [InlineData(
        "[26261:0x3ac89000]      131 ms: Mark-Compact 16.7 (46.0) -> 11.9 (45.9) MB, pooled: 0 MB, 10.92 / 0.00 ms  (average mu "
        + "= 0.880, current mu = 0.668) testing; GC in old space requested",
        GcKind.MarkCompact, 131, 10.92, 16.7, 46.0, 11.9, 45.9, "testing; GC in old space requested")]
    [InlineData(
        "[26268:0x2c6e7000]       92 ms: Scavenge (interleaved) 12.4 (25.8) -> 11.6 (26.1) MB, pooled: 0 MB, 1.05 / 0.00 ms  "
        + "(average mu = 1.000, current mu = 1.000) task; ",
        GcKind.Scavenge, 92, 1.05, 12.4, 25.8, 11.6, 26.1, "task")]
    [InlineData(
        "[26296:0x2cf20000]       22 ms: Minor Mark-Sweep 4.4 (5.1) -> 3.6 (5.1) MB, pooled: 0 MB, 0.55 / 0.00 ms  (average mu = "
        + "1.000, current mu = 1.000) allocation failure; ",
        GcKind.MinorMarkSweep, 22, 0.55, 4.4, 5.1, 3.6, 5.1, "allocation failure")]
    [InlineData(Scavenge24, GcKind.Scavenge, 26, 1.73, 4.7, 5.8, 4.0, 6.8, "allocation failure")]
    [InlineData(
        "[26339:0x2b6f8000]       83 ms: Mark-Compact (reduce) 29.5 (53.0) -> 27.1 (28.7) MB, pooled: 0 MB, 17.46 / 0.00 ms  (+ "
        + "2.1 ms in 172 steps since start of marking, biggest step 0.2 ms, walltime since start of marking 32 ms) (average mu = "
        + "0.673, current mu = 0.442) finalize incremental marking via task; GC in old space requested",
        GcKind.MarkCompact, 83, 17.46, 29.5, 53.0, 27.1, 28.7, "finalize incremental marking via task; GC in old space requested")]
    [InlineData(
        "[26375:0x30d37000]      103 ms: Incremental Mark-Compact 16.8 (25.1) -> 14.8 (24.6) MB, pooled: 0.0 MB, 3.20 / 0.00 ms "
        + "(+ 2.3 ms in 127 steps since start of marking, biggest step 0.2 ms, walltime since start of marking 22 ms) (average mu "
        + "= 0.945, current mu = 0.945) finalize incremental marking via task; GC in old space requested",
        GcKind.MarkCompact, 103, 3.2, 16.8, 25.1, 14.8, 24.6, "finalize incremental marking via task; GC in old space requested")]
    [InlineData(
        "[26375:0x30d37000]       45 ms: Scavenge (during sweeping) 4.6 (5.6) -> 4.0 (5.9) MB, pooled: 0.0 MB, 3.45 / 0.00 ms "
        + "(average mu = 1.000, current mu = 1.000) allocation failure; ",
        GcKind.Scavenge, 45, 3.45, 4.6, 5.6, 4.0, 5.9, "allocation failure")]
    public void Lines_of_trace_gc_are_read(
        string line, GcKind kind, double atMs, double pauseMs,
        double before, double totalBefore, double after, double totalAfter, string cause)
    {
        var collection = One(line);
        collection.Kind.ShouldBe(kind);
        collection.At.TotalMilliseconds.ShouldBe(atMs);
        collection.Pause.TotalMilliseconds.ShouldBe(pauseMs);
        collection.Sizes!.Value.BeforeBytes.ShouldBe(Megabytes(before));
        collection.Sizes!.Value.CommittedBeforeBytes.ShouldBe(Megabytes(totalBefore));
        collection.Sizes!.Value.AfterBytes.ShouldBe(Megabytes(after));
        collection.Sizes!.Value.CommittedAfterBytes.ShouldBe(Megabytes(totalAfter));
        collection.Cause.ShouldBe(cause);
        collection.IsForced.ShouldBe(cause.StartsWith("testing", StringComparison.Ordinal));
        var steps = line.Contains("(+ 2.6") ? 2.6 : line.Contains("(+ 2.3") ? 2.3 : line.Contains("(+ 2.1") ? 2.1 : 0;
        collection.Steps.TotalMilliseconds.ShouldBe(steps);
    }

    [Theory]
    [InlineData(
        "[26176:0x11751d00]       24 ms: pause=0.4 mutator=0.9 gc=s reduce_memory=0 scavenge=0.35 incremental.steps_count=0 "
        + "total_size_before=4740464 total_size_after=4065104 holes_size_before=225136 allocated=831168 promoted=197648 "
        + "nodes_promoted=0 promotion_ratio=19.2% unmapper_chunks=0",
        GcKind.Scavenge, 0.4, 0, 4740464, 4065104, 197648)]
    [InlineData(
        "[26176:0x11751d00]       61 ms: pause=2.8 mutator=5.1 gc=ms reduce_memory=0 mark.finish_incremental=0.0 incremental=2.6 "
        + "incremental.finalize=0.0 total_size_before=10522600 total_size_after=8983968 allocated=1121584 promoted=1201992 "
        + "promotion_ratio=62.7%",
        GcKind.MarkCompact, 2.8, 2.6, 10522600, 8983968, 1201992)]
    [InlineData(
        "[26230:0xf790e50]       54 ms: pause=1.2 mutator=5.3 gc=mc reduce_memory=0 incremental=2.8 total_size_before=10248704 "
        + "total_size_after=8819224 promoted=1145992 promotion_ratio=9.5%",
        GcKind.MarkCompact, 1.2, 2.8, 10248704, 8819224, 1145992)]
    [InlineData(
        "[26275:0x37d21000]       21 ms: pause=0.4 mutator=0.7 gc=s reduce_memory=0 interleaved=0 total_size_before=4598992 "
        + "total_size_after=3884800 promoted=220920 promotion_ratio=9.5%",
        GcKind.Scavenge, 0.4, 0, 4598992, 3884800, 220920)]
    [InlineData(
        "[26360:0x171af000:0]       17 ms: pause=0.4 mutator=13.8 gc=mms reduce_memory=0 minor_ms=0.34 start_object_size=4948616 "
        + "end_object_size=4144944 start_memory_size=6070272 end_memory_size=7118848 promoted=7 promotion_ratio=9.5%",
        GcKind.MinorMarkSweep, 0.4, 0, 4948616, 4144944, 7)]
    [InlineData(Json26, GcKind.MarkCompact, 2.939, 0.748, 12319384, 10955208, 2567696)]
    public void Lines_of_names_and_values_are_read(
        string line, GcKind kind, double pauseMs, double stepsMs, long before, long after, long promoted)
    {
        var collection = One(line);
        collection.Kind.ShouldBe(kind);
        collection.Pause.TotalMilliseconds.ShouldBe(pauseMs);
        collection.Steps.TotalMilliseconds.ShouldBe(stepsMs);
        collection.Sizes!.Value.BeforeBytes.ShouldBe(before);
        collection.Sizes!.Value.AfterBytes.ShouldBe(after);
        collection.PromotedBytes.ShouldBe(promoted);
    }

    [Fact]
    public void Cause_and_committed_size_are_read_from_Node_26()
    {
        var collection = One(Json26);
        collection.Cause.ShouldBe("finalize incremental marking via task; GC in old space requested");
        collection.Sizes!.Value.CommittedBeforeBytes.ShouldBe(24174592);
        collection.Sizes!.Value.CommittedAfterBytes.ShouldBe(24174600);
        collection.Heap.ShouldBe(new GcHeapId(26389, 0x25c16000));
    }

    [Theory]
    [InlineData("2026-11-02T10:00:00.123456789Z stdout F ")]
    [InlineData("app-1  | ")]
    [InlineData("0|server  | 2026-11-02 10:00:00: ")]
    [InlineData("[7:main] took 3 ms: ")]
    [InlineData("\u001b[32minfo\u001b[0m: ")]
    [InlineData("{\"log\":\"")]
    public void A_prefix_is_ignored(string prefix) => One(prefix + Scavenge24).ShouldBe(One(Scavenge24));

    [Fact]
    public void Addresses_as_Windows_writes_them_are_read() =>
        One(Scavenge24.Replace("0x27e3e000", "000001F227E3E000", StringComparison.Ordinal))
            .ShouldBe(One(Scavenge24) with { Heap = new GcHeapId(26318, 0x1F227E3E000) });

    [Fact]
    public void A_log_wrapped_in_JSON_is_read()
    {
        One("{\"log\":\"" + Scavenge24 + "\\n\",\"stream\":\"stdout\"}").ShouldBe(One(Scavenge24));
        One("{\"log\":\"" + Json26.Replace("\"", "\\\"", StringComparison.Ordinal) + "\\n\",\"stream\":\"stdout\"}").ShouldBe(One(Json26));
    }

    [Theory]
    [InlineData("[26382:0xfe0f000] Memory allocator,           used:   6020 KB, available:  4286588 KB", (6020L + 4286588) * 1024)]
    [InlineData("[26169:0x417aed00] Memory allocator,       used:   6000 KB, available: 4237456 KB", (6000L + 4237456) * 1024)]
    public void The_heap_limit_is_read_from_verbose_logs(string line, long limit)
    {
        var reader = new GcLogReader(new StringReader(line));
        reader.TryRead(out _).ShouldBeFalse();
        reader.LimitBytes.Values.ShouldBe([limit]);
        reader.DamagedLines.ShouldBe(0);
    }

    [Theory]
    [InlineData("server listens on 3000")]
    [InlineData("GET / 200 in 5 ms: ok")]
    [InlineData("segfault at :0x1a2b")]
    [InlineData("[26182:0x123] ready")]
    [InlineData("[26169:0x417aed00] Shrinking page 0x2ea9e6180000: end 0x2ea9e61c0000 -> 0x2ea9e61be000")]
    [InlineData("[26169:0x417aed00] Fast promotion mode: false survival rate: 19%")]
    [InlineData("[26169:0x417aed00] Old space,              used:   2690 KB, available:    219 KB*, committed:   2964 KB")]
    [InlineData("[26424:0x22f9a000:0]       26 ms: Memory pool: Removed pages: 0, removed large pages: 0")]
    [InlineData("[26268:0x2c6e7000]       92 ms: [HeapController] factor 1.7 based on mu=0.9, speed_ratio=100 (gc=1, mutator=2)")]
    [InlineData("")]
    public void Other_lines_are_neither_collections_nor_damaged(string line)
    {
        var (collections, reader) = All(line + "\n" + Scavenge24 + "\n");
        collections.Count.ShouldBe(1);
        reader.DamagedLines.ShouldBe(0);
        reader.Lines.ShouldBe(2);
    }

    /// <summary>Cut anywhere, a line is a collection when its figures are whole, and damaged before; it never throws.</summary>
    [Theory]
    [InlineData(Scavenge24, "/ 0.00 ms")]
    [InlineData(Json26, "\"end_object_size\":10955208,")]
    public void A_truncated_line_is_counted(string line, string wholeFrom)
    {
        var whole = line.IndexOf(wholeFrom, StringComparison.Ordinal) + wholeFrom.Length;
        for (var length = "[26318:0x2".Length; length < line.Length; length++)
        {
            var (collections, reader) = All(line[..length] + "\n" + Scavenge24);
            (collections.Count - 1, reader.DamagedLines).ShouldBe(length >= whole ? (1, 0) : (0, 1), line[..length]);
        }
    }

    [Fact]
    public void A_line_without_its_head_is_counted()
    {
        var (collections, reader) = All(Scavenge24[30..] + "\n" + Scavenge24);
        collections.Count.ShouldBe(1);
        reader.DamagedLines.ShouldBe(1);
        reader.FirstDamagedLine.ShouldBe(1);
    }

    [Fact]
    public void Random_input_is_tolerated()
    {
        var random = new Random(17);
        for (var round = 0; round < 2000; round++)
        {
            var line = (round % 2 == 0 ? Scavenge24 : Json26).ToCharArray();
            for (var i = 0; i < 4; i++) line[random.Next(line.Length)] = (char)random.Next(' ', 127);
            var (collections, reader) = All(new string(line) + "\n" + Scavenge24);
            collections.Count.ShouldBeInRange(1, 2);
            reader.Lines.ShouldBe(2);
        }
    }

    [Fact]
    public void A_line_of_any_length_is_tolerated()
    {
        var later = Scavenge24.Replace("26 ms", "27 ms", StringComparison.Ordinal);
        var (collections, reader) = All($"{Scavenge24}\n{new string('x', 1_000_000)}\n{later}\n");
        collections.Count.ShouldBe(2);
        reader.Lines.ShouldBe(3);
    }

    [Fact]
    public void Reads_in_chunks_of_any_size_give_the_same_result()
    {
        var text = Scavenge24 + "\r\nnoise\r\n" + Json26 + "\r\n" + Scavenge24;
        using var whole = new StringReader(text);
        using var trickle = new TrickleReader(text);
        Drain(new GcLogReader(trickle)).ShouldBe(Drain(new GcLogReader(whole)));
    }

    /// <summary>Node 24 out of memory: the last collections come again, without line ends and cut.</summary>
    [Fact]
    public void Collections_printed_twice_count_once()
    {
        const string Full =
            "[26318:0x27e3e000]       83 ms: Mark-Compact (reduce) 29.5 (53.0) -> 27.1 (28.7) MB, pooled: 0 MB, 17.46 / 0.00 ms  (+ "
            + "2.1 ms in 172 steps since start of marking) (average mu = 0.673, current mu = 0.442) allocation failure; last resort";
        const string LastWords = "Reached heap limit Allocation failed - JavaScript heap out of memory";
        var (collections, reader) = All(
            $"{Scavenge24}\n{Full}\n\n"
            + $"<--- Last few GCs --->\n\nme since start (average mu = 1.000, cu{Scavenge24[..^25]}{Full[..^30]}\n\n"
            + $"<--- JS stacktrace --->\n\nFATAL ERROR: {LastWords}\n");
        collections.Count.ShouldBe(2);
        reader.DamagedLines.ShouldBe(0);
        reader.FatalErrors.ShouldBe([(new GcHeapId(26318, 0x27e3e000), LastWords)]);
    }

    [Fact]
    public void Without_a_log_the_last_few_collections_are_read()
    {
        var later = Scavenge24.Replace("26 ms", "30 ms", StringComparison.Ordinal);
        var (collections, _) = All($"<--- Last few GCs --->\n\n{Scavenge24[..^25]}{later}\n\n<--- JS stacktrace --->\n");
        collections.Select(collection => collection.At.TotalMilliseconds).ShouldBe([26, 30]);
    }

    private static long Megabytes(double megabytes) => (long)Math.Round(megabytes * 1024 * 1024);

    private static GcEvent One(string line)
    {
        var (collections, reader) = All(line);
        reader.DamagedLines.ShouldBe(0);
        return collections.ShouldHaveSingleItem();
    }

    private static (List<GcEvent> Collections, GcLogReader Reader) All(string text)
    {
        var reader = new GcLogReader(new StringReader(text));
        return (Drain(reader), reader);
    }

    private static List<GcEvent> Drain(GcLogReader reader)
    {
        var collections = new List<GcEvent>();
        while (reader.TryRead(out var collection)) collections.Add(collection);
        return collections;
    }

    /// <summary>Gives a few characters at a time.</summary>
    private sealed class TrickleReader(string text) : TextReader
    {
        private int _at;

        public override int Read(char[] buffer, int index, int count)
        {
            var length = Math.Min(Math.Min(count, 1 + (_at % 7)), text.Length - _at);
            text.CopyTo(_at, buffer, index, length);
            _at += length;
            return length;
        }
    }
}
