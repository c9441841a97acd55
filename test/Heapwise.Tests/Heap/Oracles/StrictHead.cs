using System.Text.Json;
using static Heapwise.Tests.Heap.Oracles.StrictReader;

namespace Heapwise.Tests.Heap.Oracles;

/// <summary>The head of a snapshot as <see cref="StrictReader"/> accepts it.</summary>
internal sealed class StrictHead
{
    public long NodeCount { get; private set; } = -1;

    public long EdgeCount { get; private set; } = -1;

    public long ExtraNativeBytes { get; private set; } = -1;

    public List<string> NodeFields { get; private set; } = [];

    public List<string> EdgeFields { get; private set; } = [];

    public List<string> LocationFields { get; private set; } = [];

    public List<string> NodeTypes { get; private set; } = [];

    public List<string> EdgeTypes { get; private set; } = [];

    public static StrictHead Read(ref Utf8JsonReader reader)
    {
        var head = new StrictHead();
        Require(reader.TokenType == JsonTokenType.StartObject, "snapshot: no object");
        RequireSound(reader);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = Text(ref reader);
            reader.Read();
            switch (key)
            {
                case "meta":
                    head.ReadMeta(ref reader);
                    break;
                case "node_count":
                    head.NodeCount = Integer(ref reader, key);
                    break;
                case "edge_count":
                    head.EdgeCount = Integer(ref reader, key);
                    break;
                case "trace_function_count":
                    Integer(ref reader, key);
                    break;
                case "extra_native_bytes":
                    head.ExtraNativeBytes = Integer(ref reader, key);
                    break;
                case "root_index":
                    Require(Integer(ref reader, key) == 0, "another root than node 0");
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        Require(head.NodeFields.Count > 0, "no meta");
        Require(head.NodeCount >= 0, "no node_count");
        Require(head.EdgeCount >= 0, "no edge_count");
        return head;
    }

    private void ReadMeta(ref Utf8JsonReader reader)
    {
        var fields = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var types = new Dictionary<string, List<List<string>?>>(StringComparer.Ordinal);
        Require(reader.TokenType == JsonTokenType.StartObject, "meta: no object");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = Text(ref reader);
            reader.Read();
            switch (key)
            {
                case "node_fields" or "edge_fields" or "location_fields":
                    fields.Add(key, StringList(ref reader, key));
                    break;
                case "node_types" or "edge_types":
                    types.Add(key, TypeLists(ref reader, key));
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        Require(fields.ContainsKey("node_fields") && fields.ContainsKey("edge_fields"), "meta lacks a list of fields");
        Require(types.ContainsKey("node_types") && types.ContainsKey("edge_types"), "meta lacks a list of types");
        NodeFields = fields["node_fields"];
        EdgeFields = fields["edge_fields"];
        LocationFields = fields.GetValueOrDefault("location_fields", []);
        if (fields.ContainsKey("location_fields")) RequireFields(LocationFields, "object_index", "script_id", "line", "column");
        RequireFields(NodeFields, "type", "name", "id", "self_size", "edge_count");
        Require(NodeFields.Count(field => field == "detachedness") <= 1, "detachedness appears twice");
        RequireFields(EdgeFields, "type", "name_or_index", "to_node");
        NodeTypes = TypesAt(types["node_types"], NodeFields.IndexOf("type"));
        EdgeTypes = TypesAt(types["edge_types"], EdgeFields.IndexOf("type"));
    }

    /// <summary>All of the head is whole text, and no object of it has a key twice. Works on a copy of the reader.</summary>
    private static void RequireSound(Utf8JsonReader reader)
    {
        var depth = reader.CurrentDepth;
        var keys = new Stack<HashSet<string>>([new(StringComparer.Ordinal)]);
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType is JsonTokenType.StartObject) keys.Push(new(StringComparer.Ordinal));
            if (reader.TokenType is JsonTokenType.EndObject) keys.Pop();
            if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String)) continue;
            var text = Text(ref reader);
            Require(!HasLoneSurrogate(text), "half a character in the head");
            if (reader.TokenType is JsonTokenType.PropertyName) Once(keys.Peek().Add(text), text);
        }
    }

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return true;
            i++;
        }

        return false;
    }

    private static void RequireFields(List<string> fields, params ReadOnlySpan<string> names)
    {
        foreach (var name in names) Require(fields.Count(field => field == name) == 1, $"field {name} must stand once");
    }

    /// <summary>For each element its strings, or null where it is something else.</summary>
    private static List<List<string>?> TypeLists(ref Utf8JsonReader reader, string what)
    {
        Require(reader.TokenType == JsonTokenType.StartArray, what + ": no array");
        var lists = new List<List<string>?>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                reader.Skip();
                lists.Add(null);
                continue;
            }

            List<string>? names = [];
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.String) names?.Add(Text(ref reader));
                else names = null;
                reader.Skip();
            }

            lists.Add(names);
        }

        return lists;
    }

    private static List<string> TypesAt(List<List<string>?> lists, int index)
    {
        Require(index < lists.Count && lists[index] is not null, "no names of types");
        return lists[index]!; // just required
    }
}
