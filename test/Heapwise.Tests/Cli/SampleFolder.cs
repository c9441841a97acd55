using System.Globalization;
using System.IO.Compression;
using System.Text;
using Heapwise.Tests.Heap;
using Xunit;

namespace Heapwise.Tests.Cli;

/// <summary>
/// A folder with the snapshots that <c>--help</c> and the docs name in their examples, and with damaged ones. It is the current
/// folder while a test of the collection runs, so that outputs hold no path of the machine.
/// </summary>
public sealed class SampleFolder : IDisposable
{
    private readonly string _before = Environment.CurrentDirectory;

    public SampleFolder()
    {
        Path = Directory.CreateTempSubdirectory("heapwise-cli-").FullName;
        Write("app.heapsnapshot", Server(sessions: 3).ToJson());
        Write("before.heapsnapshot", Server(sessions: 1).ToJson());
        Write("after.heapsnapshot", Server(sessions: 4).ToJson());
        for (var i = 1; i <= 3; i++) Write($"{i}.heapsnapshot", Server(sessions: 2 * i).ToJson());
        Write("crash.heapsnapshot", Server(sessions: 80, dataBytes: 50_000).ToJson());
        Write("other.heapsnapshot", OtherProgram().ToJson());
        Write("healthy.heapsnapshot", Server(sessions: 5).ToJson());
        Write("sick.heapsnapshot", Server(sessions: 60, earlierObjects: 1).ToJson());
        Write("app.heapsnapshot.gz", Gzip(Server(sessions: 3).ToJson()));
        Write("gc.log", GcLogText());
        Write("gc.log.gz", Gzip(Encoding.UTF8.GetBytes(GcLogText())));
        Write("soak.log", GcLogText(keptPerMinute: 0));
        WriteDamaged(Encoding.UTF8.GetString(Server(sessions: 3).ToJson()));
        Environment.CurrentDirectory = Path;
    }

    public string Path { get; }

    public void Dispose()
    {
        Environment.CurrentDirectory = _before;
        Directory.Delete(Path, recursive: true);
    }

    /// <summary>
    /// <code>
    /// root ─▶ global ─handler▶ handler() @11 ─context▶ system / Context ─cache▶ Map @13 ─table▶ (array) ─element▶ Session × n
    ///                                                                           Session ─user▶ "ada@example.org" (each its own)
    ///                                                                           Session ─data▶ (array) 1 kB
    /// </code>
    /// </summary>
    /// <param name="sessions">How many there are.</param>
    /// <param name="earlierObjects">What the process numbered before and is gone: with some, ids are those of another process.</param>
    /// <param name="dataBytes">What each holds.</param>
    internal static TinyHeap Server(int sessions, int earlierObjects = 0, int dataBytes = 1000)
    {
        var heap = new TinyHeap(TinyLayout.Node20);
        for (var i = 0; i < earlierObjects; i++) heap.Object("Gone");
        var roots = heap.Synthetic("(GC roots)");
        var global = heap.Object("global", 80);
        var handler = heap.Script(7, "/srv/app/server.js").Function("handler", 17, 21, selfSize: 64);
        var cache = heap.Object("Map", 32);
        var context = heap.Object("system / Context", 40);
        var table = heap.Array("", 128);
        heap.Root.Element(1, roots).Shortcut("1", global);
        roots.Element(0, heap.Synthetic("(Strong roots)"));
        global.Property("handler", handler).Property("evil\n\u001b[31mname", heap.String("line one\nline two \u001b[2J\u202e", 48));
        handler.Internal("context", context);
        context.Context("cache", cache);
        cache.Internal("table", table);
        for (var i = 0; i < sessions; i++)
        {
            var session = heap.Object("Session", 56).At(7, 3, 13);
            table.Internal((2 * i + 1).ToString(CultureInfo.InvariantCulture), session);
            session.Property("user", heap.String("ada@example.org", 32)).Property("data", heap.Object("Buffer", dataBytes));
        }

        return heap;
    }

    /// <summary>
    /// Twenty minutes of a server on Node 24 behind Docker's time stamps: a request's line, scavenges every ten seconds, a full
    /// collection a minute, after which as many more MB are left as are asked for.
    /// </summary>
    internal static string GcLogText(double keptPerMinute = 1.5)
    {
        var text = new StringBuilder("2026-11-02T10:00:00.000Z server listens on 3000\n");
        for (var second = 10; second <= 1200; second += 10)
        {
            var minute = Math.Ceiling(second / 60.0);
            var floor = 20 + (keptPerMinute * minute);
            var isFull = second % 60 == 0;
            var what = isFull
                ? $"Mark-Compact {floor + 18:0.0} (84.0) -> {floor:0.0} (80.5) MB, pooled: 0 MB, {12 + (second % 7)}.25 / 0.00 ms  "
                    + "(+ 2.5 ms in 12 steps since start of marking, biggest step 0.4 ms, walltime since start of marking 31 ms) "
                    + "(average mu = 0.990, current mu = 0.990) finalize incremental marking via task; GC in old space requested"
                : $"Scavenge {floor + 16:0.0} (84.0) -> {floor + 2 + (second % 60 / 10):0.0} (84.0) MB, pooled: 0 MB, "
                    + $"{1 + (second % 13 / 10.0):0.00} / 0.00 ms  (average mu = 0.990, current mu = 0.990) task; ";
            var time = $"2026-11-02T10:{second / 60:00}:{second % 60:00}";
            text.Append(CultureInfo.InvariantCulture, $"{time}.000Z [7:0x2a4c1000] {second * 1000,8} ms: {what}\n");
            if (second % 30 == 0) text.Append(CultureInfo.InvariantCulture, $"{time}.500Z GET /users 200 in 4 ms\n");
        }

        return text.ToString();
    }

    private static TinyHeap OtherProgram()
    {
        var heap = new TinyHeap(TinyLayout.Node20);
        var global = heap.Object("global", 80);
        heap.Root.Shortcut("1", global);
        for (var i = 0; i < 50; i++) global.Property($"p{i}", heap.Object("Widget", 40));
        return heap;
    }

    /// <summary>One file for each kind of bad input that people meet.</summary>
    private void WriteDamaged(string whole)
    {
        Write("empty.heapsnapshot", []);
        Write("truncated.heapsnapshot", whole[..(whole.Length / 2)]);
        Write("cut-in-strings.heapsnapshot", whole[..^5]);
        Write("binary.heapsnapshot", [0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3, 0xff, 0xfe]);
        Write("text.heapsnapshot", "this is not a snapshot\n");
        Write("array.heapsnapshot", "[1, 2, 3]\n");
        Write("other-json.heapsnapshot", """{"name": "app", "version": "1.0.0"}""");
        Write(
            "profile.heapprofile",
            """{"head":{"callFrame":{"functionName":"(root)","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1}"""
            + ""","selfSize":0,"id":1,"children":[]},"samples":[]}""");
        Write("counts.heapsnapshot", Server(sessions: 3).ToDocument().Replace("snapshot", "\"node_count\":", "\"node_count\":9").ToBytes());
        Write("junk.heapsnapshot", whole + "}{");
        Write("no-strings.heapsnapshot", Server(sessions: 3).ToDocument().Remove("strings").ToBytes());
        Write("letters.heapsnapshot", Server(sessions: 3).ToDocument().Replace("edges", "[", "[x").ToBytes());
        Write("truncated.heapsnapshot.gz", Gzip(Encoding.UTF8.GetBytes(whole))[..^100]);
    }

    private void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    private void Write(string name, byte[] bytes) => File.WriteAllBytes(System.IO.Path.Combine(Path, name), bytes);

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }
}

/// <summary>Tests that share <see cref="SampleFolder"/> run one after the other: the current folder is the process's.</summary>
[CollectionDefinition(Name)]
public sealed class SampleFolderCollection : ICollectionFixture<SampleFolder>
{
    public const string Name = "CLI samples";
}
