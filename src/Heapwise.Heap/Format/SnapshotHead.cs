using System.Text.Json;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Format;

/// <summary>The <c>snapshot</c> object at the head of a file. It is read by field names: its layout varies by V8 version.</summary>
internal sealed class SnapshotHead
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly string _source;
    private readonly long _offset;

    private SnapshotHead(string source, long offset, JsonElement snapshot)
    {
        _source = source;
        _offset = offset;
        var meta = Property(snapshot, "meta", JsonValueKind.Object);
        var nodeFields = Strings(meta, "node_fields");
        var nodeTypes = ReadTypeNames(meta, "node_types", Field(nodeFields, "node_fields", "type"));
        var unknown = new List<string>();
        var map = nodeTypes.Select(name => MapNodeType(name, unknown)).ToArray();
        Nodes = new NodeLayout(
            nodeFields.Count,
            Field(nodeFields, "node_fields", "type"),
            Field(nodeFields, "node_fields", "name"),
            Field(nodeFields, "node_fields", "id"),
            Field(nodeFields, "node_fields", "self_size"),
            Field(nodeFields, "node_fields", "edge_count"),
            nodeFields.IndexOf("detachedness"),
            nodeFields.IndexOf("trace_node_id"),
            map);
        var edgeFields = Strings(meta, "edge_fields");
        var edgeTypes = ReadTypeNames(meta, "edge_types", Field(edgeFields, "edge_fields", "type"));
        Edges = new EdgeLayout(
            edgeFields.Count,
            Field(edgeFields, "edge_fields", "type"),
            Field(edgeFields, "edge_fields", "name_or_index"),
            Field(edgeFields, "edge_fields", "to_node"),
            [.. edgeTypes.Select(name => TypeNames.Edges.ToList().IndexOf(name) is var at and >= 0 ? (byte)at : (byte)EdgeType.Other)]);
        Locations = ReadLocationLayout(meta);
        if (Count(snapshot, "root_index", required: false) != 0) throw Fault("\"root_index\" in the head is not 0");
        Meta = new SnapshotMeta
        {
            UnknownNodeTypes = unknown,
            NodeFields = nodeFields,
            NodeCount = Count(snapshot, "node_count", required: true),
            EdgeCount = Count(snapshot, "edge_count", required: true),
            ExtraNativeBytes = Count(snapshot, "extra_native_bytes", required: false),
            HasAllocationTraces = Count(snapshot, "trace_function_count", required: false) > 0,
        };
    }

    public NodeLayout Nodes { get; }

    public EdgeLayout Edges { get; }

    /// <summary>Null if the file has no locations.</summary>
    public LocationLayout? Locations { get; }

    public SnapshotMeta Meta { get; }

    /// <param name="source">The file's name.</param>
    /// <param name="offset">Byte offset of the object.</param>
    /// <param name="json">The object's bytes.</param>
    public static SnapshotHead Parse(string source, long offset, ReadOnlyMemory<byte> json)
    {
        try
        {
            RequireText(json.Span);
            using var document = JsonDocument.Parse(json, Strict);
            return new SnapshotHead(source, offset, document.RootElement);
        }
        catch (JsonException e)
        {
            var position = offset + (e.BytePositionInLine ?? 0);
            throw new SnapshotFormatException(source, "snapshot", position, "the head is not valid JSON", Advice.Damaged, e);
        }
    }

    /// <summary>JSON parsing accepts strings with lone surrogates or invalid UTF-8; in the head, neither is valid.</summary>
    private static void RequireText(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) reader.GetString();
            }
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("invalid text", path: null, lineNumber: null, bytePositionInLine: reader.TokenStartIndex, e);
        }
    }

    private static byte MapNodeType(string name, List<string> unknown)
    {
        for (var i = 0; i < TypeNames.Nodes.Count; i++)
        {
            if (TypeNames.Nodes[i] == name) return (byte)i;
        }

        unknown.Add(name);
        return (byte)((int)NodeType.Other + unknown.Count - 1);
    }

    private LocationLayout? ReadLocationLayout(JsonElement meta)
    {
        if (!meta.TryGetProperty("location_fields", out _)) return null;
        var fields = Strings(meta, "location_fields");
        return new LocationLayout(
            fields.Count,
            Field(fields, "location_fields", "object_index"),
            Field(fields, "location_fields", "script_id"),
            Field(fields, "location_fields", "line"),
            Field(fields, "location_fields", "column"));
    }

    private JsonElement Property(JsonElement parent, string name, JsonValueKind kind)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out var value))
        {
            throw Fault($"the head has no \"{name}\"");
        }

        if (value.ValueKind == kind) return value;
        var expected = kind == JsonValueKind.Array ? "an array" : "an object";
        throw Fault($"\"{name}\" in the head is a {value.ValueKind.ToString().ToLowerInvariant()}, expected {expected}");
    }

    private List<string> Strings(JsonElement meta, string name)
    {
        var array = Property(meta, name, JsonValueKind.Array);
        var limit = name.EndsWith("_fields", StringComparison.Ordinal) ? SnapshotLimits.Fields : SnapshotLimits.TypeNames;
        var count = array.GetArrayLength();
        return count > limit ? throw Fault($"\"{name}\" in the head has {count} entries, expected at most {limit}") : Names(array, name);
    }

    private List<string> Names(JsonElement array, string name) =>
    [
        .. array.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String
            ? item.GetString()! // never null: the value is a string
            : throw Fault($"\"{name}\" in the head contains something other than names")),
    ];

    private int Field(List<string> fields, string list, string name)
    {
        var at = fields.IndexOf(name);
        if (at < 0) throw Fault($"\"{list}\" in the head lacks \"{name}\"");
        return fields.LastIndexOf(name) == at ? at : throw Fault($"\"{list}\" in the head has \"{name}\" twice");
    }

    /// <summary>The list of names at the position of the type field, as in <c>[["hidden", …], "string", …]</c>.</summary>
    private List<string> ReadTypeNames(JsonElement meta, string name, int field)
    {
        var types = Property(meta, name, JsonValueKind.Array);
        if (field >= types.GetArrayLength() || types[field].ValueKind != JsonValueKind.Array)
        {
            throw Fault($"\"{name}\" in the head has no list of type names at position {field}");
        }

        var names = types[field];
        return names.GetArrayLength() > SnapshotLimits.TypeNames
            ? throw Fault($"\"{name}\" in the head has {names.GetArrayLength()} types, expected at most {SnapshotLimits.TypeNames}")
            : Names(names, name);
    }

    private long Count(JsonElement snapshot, string name, bool required)
    {
        if (!snapshot.TryGetProperty(name, out var value)) return required ? throw Fault($"the head has no \"{name}\"") : 0;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) && count >= 0
            ? count
            : throw Fault($"\"{name}\" in the head is {Short(value)}, expected a whole number");
    }

    private static string Short(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 40 ? text : text[..40] + "…";
    }

    private SnapshotFormatException Fault(string problem) => new(_source, "snapshot", _offset, problem, Advice.NotASnapshot);
}
