using System.Buffers.Text;
using Heapwise.Heap.Graph;
using Heapwise.Outside.Naming;

namespace Heapwise.Outside.Snapshot;

/// <summary>
/// Writes a graph in V8's format of heap snapshots, as Node 24 does. Text is put together in one small buffer.
/// </summary>
internal sealed class SnapshotWriter
{
    private const int FieldCount = 6;
    private const int BufferBytes = 1 << 18;
    private const int MaxNumberBytes = 24;

    /// <summary>Types are in the order of <see cref="NodeType"/> and <see cref="EdgeType"/>.</summary>
    private const string Meta = """
        "meta":{"node_fields":["type","name","id","self_size","edge_count","detachedness"],"node_types":[["hidden","array","string",
        "object","code","closure","regexp","number","native","synthetic","concatenated string","sliced string","symbol","bigint",
        "object shape"],"string","number","number","number","number","number"],"edge_fields":["type","name_or_index","to_node"],
        "edge_types":[["context","element","property","internal","hidden","shortcut","weak"],"string_or_number","node"],
        "trace_function_info_fields":["function_id","name","script_name","script_id","line","column"],
        "trace_node_fields":["id","function_info_index","count","size","children"],
        "sample_fields":["timestamp_us","last_assigned_id"],
        "location_fields":["object_index","script_id","line","column"]}
        """;

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _used;

    private SnapshotWriter(Stream stream) => _stream = stream;

    public static void Write(SnapshotGraph graph, Stream stream, CancellationToken cancellation)
    {
        var writer = new SnapshotWriter(stream);
        writer.Text($"{{\"snapshot\":{{{Meta.ReplaceLineEndings("")},\"node_count\":{graph.NodeCount},\"edge_count\":{graph.EdgeCount},"
            + "\"trace_function_count\":0,\"extra_native_bytes\":0},\n\"nodes\":[");
        writer.WriteNodes(graph, cancellation);
        writer.Text("],\n\"edges\":[");
        writer.WriteEdges(graph, cancellation);
        writer.Text("],\n\"trace_function_infos\":[],\n\"trace_tree\":[],\n\"samples\":[],\n\"locations\":[");
        writer.WriteLocations(graph);
        writer.Text("],\n\"strings\":[");
        writer.WriteStrings(graph.Names, cancellation);
        writer.Text("]}\n");
        writer.Flush();
    }

    private void WriteNodes(SnapshotGraph graph, CancellationToken cancellation)
    {
        for (var node = 0; node < graph.NodeCount; node++)
        {
            if (node % 65536 == 0) cancellation.ThrowIfCancellationRequested();
            if (node > 0) Text("\n,"u8);
            Number((long)graph.KindOf(node), ',');
            Number(graph.NameOf(node), ',');
            Number(graph.IdOf(node), ',');
            Number(graph.SizeOf(node), ',');
            Number(graph.EdgeCountOf(node), ',');
            Text("0"u8);
        }
    }

    private void WriteEdges(SnapshotGraph graph, CancellationToken cancellation)
    {
        for (long edge = 0; edge < graph.EdgeCount; edge++)
        {
            if (edge % 65536 == 0) cancellation.ThrowIfCancellationRequested();
            var (kind, name, target) = graph.EdgeAt(edge);
            if (edge > 0) Text("\n,"u8);
            Number((long)kind, ',');
            Number(name, ',');
            Number((long)target * FieldCount, null);
        }
    }

    private void WriteLocations(SnapshotGraph graph)
    {
        var isFirst = true;
        foreach (var location in graph.Locations)
        {
            if (!isFirst) Text("\n,"u8);
            isFirst = false;
            Number((long)location.Node * FieldCount, ',');
            Number(location.ScriptId, ',');
            Number(location.Line, ',');
            Number(location.Column, null);
        }
    }

    private void WriteStrings(NameTable names, CancellationToken cancellation)
    {
        for (var name = 0; name < names.Count; name++)
        {
            if (name % 65536 == 0) cancellation.ThrowIfCancellationRequested();
            Text(name > 0 ? ",\n\""u8 : "\""u8);
            Text(names[name]);
            Text("\""u8);
        }
    }

    private void Number(long value, char? separator)
    {
        if (_used + MaxNumberBytes > _buffer.Length) Flush();
        Utf8Formatter.TryFormat(value, _buffer.AsSpan(_used), out var written); // there is room for the longest
        _used += written;
        if (separator is { } character) _buffer[_used++] = (byte)character;
    }

    private void Text(string text) => Text(System.Text.Encoding.ASCII.GetBytes(text));

    private void Text(ReadOnlySpan<byte> text)
    {
        if (_used + text.Length > _buffer.Length) Flush();
        if (text.Length > _buffer.Length)
        {
            _stream.Write(text);
            return;
        }

        text.CopyTo(_buffer.AsSpan(_used));
        _used += text.Length;
    }

    private void Flush()
    {
        _stream.Write(_buffer.AsSpan(0, _used));
        _used = 0;
    }
}
