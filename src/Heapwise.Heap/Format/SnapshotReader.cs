using System.Globalization;
using System.Text;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Format;

/// <summary>
/// Reads a snapshot once, from its first byte to its last. The top level is read key by key. All cores decode the number
/// arrays while reading continues. Sections that no fact needs (trace tree, samples, scopes, anything unknown) are checked
/// to be valid JSON and skipped. The reader is strict where a difference changes the meaning and tolerant elsewhere: see
/// docs/format.md. Memory: the columns and a few blocks.
/// </summary>
internal sealed class SnapshotReader : IDisposable
{
    private readonly ByteWindow _window;
    private readonly NumberDecoder _decoder;
    private readonly CancellationToken _cancellation;
    private readonly Action<long> _report;
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private SnapshotHead? _head;
    private NodeSink? _nodes;
    private EdgeSink? _edges;
    private LocationSink? _locations;
    private NumberSection? _nodeSection;
    private NumberSection? _edgeSection;
    private NumberSection? _locationSection;
    private StringTable? _strings;
    private readonly TraceSections? _traces;
    private bool _handedOut;

    private SnapshotReader(ByteWindow window, bool keepTraces, Action<long> report, CancellationToken cancellation)
    {
        _window = window;
        _traces = keepTraces ? new TraceSections() : null;
        _report = report;
        _cancellation = cancellation;
        _decoder = new NumberDecoder(window, Environment.ProcessorCount, cancellation);
    }

    /// <param name="stream">Read to its end; plain or gzip.</param>
    /// <param name="source">The name shown in messages.</param>
    /// <param name="blockBytes">Bytes to read at a time.</param>
    /// <param name="report">Called about once a block with the bytes read so far and the total length, if known.</param>
    /// <param name="keepTraces">Whether to keep what allocation tracking recorded.</param>
    /// <param name="cancellation">Stops reading within one block.</param>
    public static HeapGraph Read(
        Stream stream,
        string source,
        int blockBytes,
        Action<long, long?> report,
        bool keepTraces,
        CancellationToken cancellation)
    {
        using var window = ByteWindow.Over(stream, source, blockBytes);
        using var reader = new SnapshotReader(window, keepTraces, offset => report(offset, window.Length), cancellation);
        return reader.Read();
    }

    public void Dispose()
    {
        _decoder.Dispose(); // first: its threads must not write to the columns any more
        _locations?.Dispose();
        if (_handedOut) return;
        _nodes?.Dispose();
        _edges?.Dispose();
        _strings?.Dispose();
    }

    private HeapGraph Read()
    {
        Begin();
        do
        {
            ReadMember();
        }
        while (NextIs(',', '}'));
        return SkipSpace() is { } junk
            ? throw Fault("file", _window.Offset, $"{IntegerScanner.Describe(junk)} follows the end of the snapshot", Advice.Damaged)
            : Assemble();
    }

    private void Begin()
    {
        if (SkipSpace() is not { } first) throw Fault("file", _window.Offset, "the file is empty", Advice.Empty);
        if (first != '{') throw Unexpected("file", "\"{\" at the start of a snapshot", first, Advice.NotASnapshot);
        _window.Position++;
    }

    private void ReadMember()
    {
        var at = _window.Offset;
        var key = ReadKey();
        switch (key)
        {
            case "snapshot":
                Take(key, at);
                var start = _window.Offset;
                _head = SnapshotHead.Parse(_window.SourceName, start, JsonValue.ReadObject(_window, key));
                break;
            case "nodes":
                Take(key, at);
                ReadNodes(Head(key, at));
                break;
            case "edges":
                Take(key, at);
                ReadEdges(Head(key, at));
                break;
            case "locations":
                Take(key, at);
                ReadLocations(Head(key, at));
                break;
            case "strings":
                Take(key, at);
                Open(key);
                using (var section = new StringSection(_window)) _strings = section.Read(_report, _cancellation);
                break;
            case var _ when _traces is not null && TraceSections.Has(key):
                Take(key, at);
                _traces.Read(_window, key, _cancellation);
                break;
            default:
                RefuseProfile(key, at);
                JsonValue.Skip(_window, key.Length > 0 ? key : "\"\"", _cancellation);
                break;
        }
    }

    private void ReadNodes(SnapshotHead head)
    {
        Open("nodes");
        var expected = Expected(head.Meta.NodeCount, head.Nodes.Stride, SnapshotLimits.Nodes);
        _nodes = new NodeSink(head.Nodes, expected, _traces is not null);
        _nodeSection = ReadNumbers("nodes", _nodes);
    }

    private void ReadEdges(SnapshotHead head)
    {
        Open("edges");
        var expected = Expected(head.Meta.EdgeCount, head.Edges.Stride, SnapshotLimits.Edges);
        _edges = new EdgeSink(head.Edges, head.Nodes.Stride, expected);
        _edgeSection = ReadNumbers("edges", _edges);
    }

    private void ReadLocations(SnapshotHead head)
    {
        Open("locations");
        if (head.Locations is { } layout)
        {
            _locations = new LocationSink(layout, head.Nodes.Stride, Expected(head.Meta.NodeCount, layout.Stride, SnapshotLimits.Nodes));
            _locationSection = ReadNumbers("locations", _locations);
            return;
        }

        var found = SkipSpace() ?? throw CutOff();
        if (found != ']')
        {
            const string problem = "there are locations, but the head has no \"location_fields\" that describe them";
            throw Fault("locations", _window.Offset, problem, Advice.Damaged);
        }

        _window.Position++;
    }

    private void RefuseProfile(string key, long at)
    {
        if (_seen.Count > 0 || key is not ("head" or "startTime")) return;
        const string problem = "this is a sampling profile (.heapprofile or .cpuprofile), not a heap snapshot";
        throw Fault("file", at, problem, Advice.NotASnapshot);
    }

    private void Take(string section, long at)
    {
        if (!_seen.Add(section)) throw Fault(section, at, "the section appears twice", Advice.Damaged);
    }

    private NumberSection ReadNumbers(string name, IGrowingSink sink)
    {
        var section = new NumberSection(_window, _decoder, name, sink);
        section.Read(_report);
        return section;
    }

    /// <summary>
    /// Records to make room for at first: as many as the head declares, but no more than the rest of the input has bytes for,
    /// and few if its length is unknown.
    /// </summary>
    private long Expected(long claimed, int stride, long limit)
    {
        var possible = _window.Length is { } length ? ((length - _window.Offset) / (2 * stride)) + 1 : 1 << 16;
        return Math.Min(Math.Min(claimed, possible), limit);
    }

    private HeapGraph Assemble()
    {
        var head = _head ?? throw Missing("snapshot");
        var nodes = _nodes ?? throw Missing("nodes");
        var edges = _edges ?? throw Missing("edges");
        var strings = _strings ?? throw Missing("strings");
        _decoder.Drain();
        var (nodeCount, edgeCount) = FinishColumns(head, nodes, edges);
        CheckNames(nodes, edges, strings.FileCount);
        CheckTargets(edges, nodeCount);
        CheckLocations(nodeCount);
        if (!nodes.SizesAddUp(head.Meta.ExtraNativeBytes)) throw NodeFault("the sizes add up to more than 2⁶³ bytes");
        var traces = _traces?.Build(_window, strings, nodes.TraceNodes);
        var locationCount = (int)((_locationSection?.Count ?? 0) / (_locations?.Stride ?? 1));
        var (ids, sizes, detachedness) = nodes.HandOut();
        edges.HandOut();
        _handedOut = true;
        var columns = new GraphColumns
        {
            Types = nodes.Types,
            Names = nodes.Names,
            Ids = ids,
            Sizes = sizes,
            FirstEdges = nodes.FirstEdges,
            Detachedness = detachedness,
            Edges = edges.Edges,
            LargeEdgeNames = edges.LargeNames,
            LocationOf = _locations?.Build(nodeCount, locationCount),
            Locations = _locations?.Locations ?? [],
        };
        return new HeapGraph(columns, strings, head.Meta) { Traces = traces };
    }

    /// <summary>Trims the columns to what was read, and checks that all counts agree.</summary>
    private (int Nodes, int Edges) FinishColumns(SnapshotHead head, NodeSink nodes, EdgeSink edges)
    {
        var nodeCount = _nodeSection!.Count / nodes.Stride; // the sections were read together with the columns
        var edgeCount = _edgeSection!.Count / edges.Stride;
        if (nodeCount == 0) throw NodeFault("there are no nodes, not even a root");
        CheckCount("nodes", _nodeSection, "node_count", head.Meta.NodeCount, nodeCount);
        CheckCount("edges", _edgeSection, "edge_count", head.Meta.EdgeCount, edgeCount);
        edges.Finish((int)edgeCount);
        var claimed = nodes.Finish((int)nodeCount);
        if (claimed != edgeCount)
        {
            var total = claimed < 0 ? "more than 2³¹" : claimed.ToString(CultureInfo.InvariantCulture);
            throw NodeFault($"the nodes claim {total} edges in total, but the edges section holds {edgeCount}");
        }

        return ((int)nodeCount, (int)edgeCount);
    }

    private void CheckCount(string section, NumberSection found, string field, long declared, long count)
    {
        if (declared == count) return;
        throw Fault(section, found.Start, $"the head declares {declared} ({field}), but the section holds {count}", Advice.Damaged);
    }

    /// <summary>Names were read before the number of strings was known. The largest decides; only a fault is searched for.</summary>
    private void CheckNames(NodeSink nodes, EdgeSink edges, int stringCount)
    {
        if (nodes.MaxName >= stringCount)
        {
            var bad = IndexOf(nodes.Names.Span, name => name >= stringCount);
            var problem = $"node {bad} is named by string {nodes.Names[bad]}, but there are only {stringCount} strings";
            throw FaultAtRecord("nodes", _nodeSection!.FindOffset((long)bad * nodes.Stride), problem);
        }

        if (edges.MaxStringName >= stringCount)
        {
            var bad = IndexOf(edges.Edges.Span, edge => edge.HasStringName && edge.NameOrNumber >= stringCount);
            var problem = $"edge {bad} is named by string {edges.Edges[bad].NameOrNumber}, but there are only {stringCount} strings";
            throw FaultAtRecord("edges", _edgeSection!.FindOffset((long)bad * edges.Stride), problem);
        }
    }

    /// <summary>As for names: edges may be read before the number of nodes is known.</summary>
    private void CheckTargets(EdgeSink edges, int nodeCount)
    {
        if (edges.MaxTarget < nodeCount) return;
        var bad = IndexOf(edges.Edges.Span, edge => edge.Target >= nodeCount);
        var problem = $"edge {bad} leads to node {edges.Edges[bad].Target}, but there are only {nodeCount} nodes";
        throw FaultAtRecord("edges", _edgeSection!.FindOffset((long)bad * edges.Stride), problem);
    }

    private void CheckLocations(int nodeCount)
    {
        if (_locations is not { } locations || locations.MaxNode < nodeCount) return;
        var problem = $"a location belongs to node {locations.MaxNode}, but there are only {nodeCount} nodes";
        throw Fault("locations", _locationSection!.Start, problem, Advice.Damaged);
    }

    private static int IndexOf<T>(ReadOnlySpan<T> column, Func<T, bool> isBad)
    {
        var at = 0;
        while (!isBad(column[at])) at++;
        return at;
    }

    private SnapshotHead Head(string section, long at) =>
        _head ?? throw Fault(section, at, "the section comes before the \"snapshot\" section, which describes it", Advice.NotASnapshot);

    private void Open(string section)
    {
        var found = _window.Buffer[_window.Position];
        if (found != '[') throw Unexpected(section, "an array", found, Advice.Damaged);
        _window.Position++;
    }

    /// <summary>Reads a member's key and the colon; leaves the window at the first byte of the value.</summary>
    private string ReadKey()
    {
        var quote = SkipSpace() ?? throw CutOff();
        if (quote != '"') throw Unexpected("file", "the name of a section", quote, Advice.Damaged);
        int length;
        while (true)
        {
            length = _window.Rest[1..].IndexOf((byte)'"');
            if (length >= 0) break;
            if (_window.Rest.Length > 4096) throw Fault("file", _window.Offset, "the name of a section does not end", Advice.Damaged);
            if (!_window.Refill()) throw CutOff();
        }

        var raw = _window.Rest.Slice(1, length);
        if (raw.Contains((byte)'\\') || raw.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E))
        {
            throw Fault("file", _window.Offset, "the name of a section is not plain text", Advice.Damaged);
        }

        var key = Encoding.ASCII.GetString(raw);
        _window.Position += length + 2;
        var colon = SkipSpace() ?? throw CutOff();
        if (colon != ':') throw Unexpected("file", "\":\"", colon, Advice.Damaged);
        _window.Position++;
        _ = SkipSpace() ?? throw CutOff();
        return key;
    }

    private bool NextIs(char more, char end)
    {
        var found = SkipSpace() ?? throw CutOff();
        if (found != more && found != end) throw Unexpected("file", $"\"{more}\" or \"{end}\"", found, Advice.Damaged);
        _window.Position++;
        return found == more;
    }

    /// <summary>Skips white space and returns the next byte without consuming it; null at the end of the input.</summary>
    private byte? SkipSpace()
    {
        while (true)
        {
            while (_window.Position < _window.End)
            {
                var found = _window.Buffer[_window.Position];
                if (found is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')) return found;
                _window.Position++;
            }

            if (!_window.Refill()) return null;
        }
    }

    private SnapshotFormatException CutOff() => Fault("file", _window.Offset, "the file ends before the snapshot does", Advice.CutOff);

    private SnapshotFormatException Missing(string section)
    {
        _decoder.Drain();
        return Fault("file", null, $"the section \"{section}\" is missing", Advice.NotASnapshot);
    }

    private SnapshotFormatException Unexpected(string section, string expected, byte found, string advice) =>
        Fault(section, _window.Offset, $"expected {expected}, found {IntegerScanner.Describe(found)}", advice);

    private SnapshotFormatException NodeFault(string problem) => Fault("nodes", _nodeSection!.Start, problem, Advice.Damaged);

    private SnapshotFormatException FaultAtRecord(string section, long offset, string problem) =>
        Fault(section, offset, problem + "; the record is at or shortly after this byte", Advice.Damaged);

    private SnapshotFormatException Fault(string section, long? offset, string problem, string advice) =>
        new(_window.SourceName, section, offset, problem, advice);
}
