using System.Text;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Format;

/// <summary>
/// Reads a snapshot from its first byte to its last, once: the top level is walked key by key; the number arrays are
/// decoded on all cores while the reading goes on; what no fact needs (trace tree, samples, scopes, anything unknown) is
/// checked to be JSON and skipped. Strict in what changes meaning, generous in what does not: see docs/format.md.
/// Memory: the columns, and a few blocks.
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
    /// <param name="source">Name for messages.</param>
    /// <param name="blockBytes">Bytes to read at a time.</param>
    /// <param name="report">Called with the bytes read and the length if known, every block or so.</param>
    /// <param name="keepTraces">Whether to keep what allocation tracking wrote.</param>
    /// <param name="cancellation">Ends the reading within a block.</param>
    public static HeapGraph Read(Stream stream, string source, int blockBytes, Action<long, long?> report, bool keepTraces, CancellationToken cancellation)
    {
        using var window = ByteWindow.Over(stream, source, blockBytes);
        using var reader = new SnapshotReader(window, keepTraces, offset => report(offset, window.Length), cancellation);
        return reader.Read();
    }

    public void Dispose()
    {
        _decoder.Dispose(); // first: nothing may be written to the columns any more
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
        if (SkipSpace() is { } junk) throw Fault("file", _window.Offset, $"{IntegerScanner.Describe(junk)} follows the end of the snapshot", Advice.Damaged);
        return Assemble();
    }

    private void Begin()
    {
        var first = SkipSpace() ?? throw Fault("file", _window.Offset, "the file is empty", "A capture that was killed leaves such a file: take the snapshot again.");
        if (first != '{') throw Fault("file", _window.Offset, $"{IntegerScanner.Describe(first)} stands where a snapshot's \"{{\" was expected", Advice.NotASnapshot);
        _window.Position++;
    }

    private void ReadMember()
    {
        var at = _window.Offset;
        var key = ReadKey();
        if (key is "snapshot" or "nodes" or "edges" or "strings" or "locations") Take(key, at);
        if (key == "snapshot")
        {
            var start = _window.Offset;
            _head = SnapshotHead.Parse(_window.SourceName, start, JsonValue.ReadObject(_window, key));
        }
        else if (key == "nodes")
        {
            var layout = Head(key, at).Nodes;
            Open(key);
            _nodes = new NodeSink(layout, Expected(Head(key, at).Meta.NodeCount, layout.Stride, SnapshotLimits.Nodes), _traces is not null);
            _nodeSection = ReadNumbers(key, _nodes);
        }
        else if (key == "edges")
        {
            var layout = Head(key, at).Edges;
            Open(key);
            _edges = new EdgeSink(layout, Head(key, at).Nodes.Stride, Expected(Head(key, at).Meta.EdgeCount, layout.Stride, SnapshotLimits.Edges));
            _edgeSection = ReadNumbers(key, _edges);
        }
        else if (key == "locations" && Head(key, at).Locations is { } layout)
        {
            Open(key);
            _locations = new LocationSink(layout, Head(key, at).Nodes.Stride, Expected(Head(key, at).Meta.NodeCount, layout.Stride, SnapshotLimits.Nodes));
            _locationSection = ReadNumbers(key, _locations);
        }
        else if (key == "locations")
        {
            Open(key);
            var found = SkipSpace() ?? throw CutOff();
            if (found != ']') throw Fault(key, _window.Offset, "there are locations, but the head has no \"location_fields\" to read them by", Advice.Damaged);
            _window.Position++;
        }
        else if (key == "strings")
        {
            Open(key);
            using var section = new StringSection(_window);
            _strings = section.Read(_report, _cancellation);
        }
        else if (_traces is not null && TraceSections.Has(key))
        {
            Take(key, at);
            _traces.Read(_window, key, _cancellation);
        }
        else
        {
            if (_seen.Count == 0 && key is "head" or "startTime") throw Fault("file", at, "this is a sampling profile (.heapprofile or .cpuprofile), not a heap snapshot", Advice.NotASnapshot);
            JsonValue.Skip(_window, key.Length > 0 ? key : "\"\"", _cancellation);
        }
    }

    private void Take(string section, long at)
    {
        if (!_seen.Add(section)) throw Fault(section, at, "the section stands twice", Advice.Damaged);
    }

    private NumberSection ReadNumbers(string name, IGrowingSink sink)
    {
        var section = new NumberSection(_window, _decoder, name, sink);
        section.Read(_report);
        return section;
    }

    /// <summary>Room to begin with: the head's count, but no more records than the rest of the input has bytes for, and little where its length is unknown.</summary>
    private long Expected(long claimed, int stride, long limit)
    {
        var possible = _window.Length is { } length ? ((length - _window.Offset) / (2 * stride)) + 1 : 1 << 16;
        return Math.Min(Math.Min(claimed, possible), limit);
    }

    private HeapGraph Assemble()
    {
        var head = _head ?? throw Missing("snapshot");
        var (nodes, edges, strings) = (_nodes ?? throw Missing("nodes"), _edges ?? throw Missing("edges"), _strings ?? throw Missing("strings"));
        _decoder.Drain();
        var nodeCount = _nodeSection!.Count / nodes.Stride; // read together with the columns
        var edgeCount = _edgeSection!.Count / edges.Stride;
        if (nodeCount == 0) throw Fault("nodes", _nodeSection.Start, "there are no nodes, not even a root", Advice.Damaged);
        CheckCount("nodes", _nodeSection, "node_count", head.Meta.NodeCount, nodeCount);
        CheckCount("edges", _edgeSection, "edge_count", head.Meta.EdgeCount, edgeCount);
        edges.Finish((int)edgeCount);
        var claimed = nodes.Finish((int)nodeCount);
        if (claimed != edgeCount) throw Fault("nodes", _nodeSection.Start, $"the nodes claim {(claimed < 0 ? "more than 2³¹" : claimed)} edges together, the edges section holds {edgeCount}", Advice.Damaged);
        CheckRanges(nodes, edges, (int)nodeCount, strings.FileCount);
        var locationCount = (int)((_locationSection?.Count ?? 0) / (_locations?.Stride ?? 1));
        if (_locations is { } places && places.MaxNode >= nodeCount) throw Fault("locations", _locationSection!.Start, $"a location belongs to node {places.MaxNode}, of {nodeCount} nodes", Advice.Damaged);
        if (!nodes.SizesAddUp(head.Meta.ExtraNativeBytes)) throw Fault("nodes", _nodeSection.Start, "the sizes add up to more than 2⁶³ bytes", Advice.Damaged);
        var traces = _traces?.Build(_window, strings, nodes.TraceNodes);
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
            LocationOf = _locations?.Build((int)nodeCount, locationCount),
            Locations = _locations?.Places ?? [],
        };
        return new HeapGraph(columns, strings, head.Meta) { Traces = traces };
    }

    private void CheckCount(string section, NumberSection found, string field, long claimed, long count)
    {
        if (claimed != count) throw Fault(section, found.Start, $"the head counts {claimed} ({field}), the section holds {count}", Advice.Damaged);
    }

    /// <summary>Names and targets were read before it was known how many there are: the largest decides, and only a fault is looked for.</summary>
    private void CheckRanges(NodeSink nodes, EdgeSink edges, int nodeCount, int stringCount)
    {
        if (nodes.MaxName >= stringCount)
        {
            var bad = IndexOf(nodes.Names.Span, name => name >= stringCount);
            throw Fault("nodes", _nodeSection!.OffsetOf((long)bad * nodes.Stride), $"the name of node {bad} is string {nodes.Names[bad]}, of {stringCount} strings; it stands at or soon after this byte", Advice.Damaged);
        }

        if (edges.MaxStringName >= stringCount)
        {
            var bad = IndexOf(edges.Edges.Span, edge => edge.HasStringName && edge.NameOrNumber >= stringCount);
            throw Fault("edges", _edgeSection!.OffsetOf((long)bad * edges.Stride), $"the name of edge {bad} is string {edges.Edges[bad].NameOrNumber}, of {stringCount} strings; it stands at or soon after this byte", Advice.Damaged);
        }

        if (edges.MaxTarget >= nodeCount)
        {
            var bad = IndexOf(edges.Edges.Span, edge => edge.Target >= nodeCount);
            throw Fault("edges", _edgeSection!.OffsetOf((long)bad * edges.Stride), $"edge {bad} leads to node {edges.Edges[bad].Target}, of {nodeCount} nodes; it stands at or soon after this byte", Advice.Damaged);
        }
    }

    private static int IndexOf<T>(ReadOnlySpan<T> column, Func<T, bool> isBad)
    {
        var at = 0;
        while (!isBad(column[at])) at++;
        return at;
    }

    private SnapshotHead Head(string section, long at) =>
        _head ?? throw Fault(section, at, "the section stands before the \"snapshot\" section that says how to read it", Advice.NotASnapshot);

    private void Open(string section)
    {
        if (_window.Buffer[_window.Position] != '[') throw Fault(section, _window.Offset, $"{IntegerScanner.Describe(_window.Buffer[_window.Position])} stands where an array was expected", Advice.Damaged);
        _window.Position++;
    }

    /// <summary>Reads a member's key and the colon; leaves the window at the first byte of the value.</summary>
    private string ReadKey()
    {
        var quote = SkipSpace() ?? throw CutOff();
        if (quote != '"') throw Fault("file", _window.Offset, $"{IntegerScanner.Describe(quote)} stands where the name of a section was expected", Advice.Damaged);
        int length;
        while (true)
        {
            length = _window.Rest[1..].IndexOf((byte)'"');
            if (length >= 0) break;
            if (_window.Rest.Length > 4096) throw Fault("file", _window.Offset, "the name of a section does not end", Advice.Damaged);
            if (!_window.Refill()) throw CutOff();
        }

        var raw = _window.Rest.Slice(1, length);
        if (raw.ContainsAny((byte)'\\', (byte)0) || raw.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E)) throw Fault("file", _window.Offset, "the name of a section is not plain text", Advice.Damaged);
        var key = Encoding.ASCII.GetString(raw);
        _window.Position += length + 2;
        var colon = SkipSpace() ?? throw CutOff();
        if (colon != ':') throw Fault("file", _window.Offset, $"{IntegerScanner.Describe(colon)} stands where \":\" was expected", Advice.Damaged);
        _window.Position++;
        _ = SkipSpace() ?? throw CutOff();
        return key;
    }

    private bool NextIs(char more, char end)
    {
        var found = SkipSpace() ?? throw CutOff();
        if (found != more && found != end) throw Fault("file", _window.Offset, $"{IntegerScanner.Describe(found)} stands where \"{more}\" or \"{end}\" was expected", Advice.Damaged);
        _window.Position++;
        return found == more;
    }

    /// <summary>Skips white space and shows the next byte; null at the end of the input.</summary>
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

    private SnapshotFormatException Fault(string section, long? offset, string problem, string advice) => new(_window.SourceName, section, offset, problem, advice);
}
