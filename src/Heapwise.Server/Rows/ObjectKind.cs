using System.Text.Json.Serialization;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Classes;
using Heapwise.Heap.Graph;
using Heapwise.Server.Requests;

namespace Heapwise.Server.Rows;

/// <summary>Kinds of objects, as the page colours them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ObjectKind>))]
public enum ObjectKind
{
    [JsonStringEnumMemberName("object")]
    Object,
    [JsonStringEnumMemberName("closure")]
    Closure,
    [JsonStringEnumMemberName("string")]
    String,
    [JsonStringEnumMemberName("array")]
    Array,
    [JsonStringEnumMemberName("code")]
    Code,
    [JsonStringEnumMemberName("native")]
    Native,
    [JsonStringEnumMemberName("system")]
    System,
    [JsonStringEnumMemberName("other")]
    Other,
}

internal static class ObjectKinds
{
    public static ObjectKind Of(NodeType type) => type switch
    {
        NodeType.Object or NodeType.RegExp or NodeType.WasmObject => ObjectKind.Object,
        NodeType.Closure => ObjectKind.Closure,
        NodeType.String or NodeType.ConcatenatedString or NodeType.SlicedString => ObjectKind.String,
        NodeType.Array => ObjectKind.Array,
        NodeType.Code => ObjectKind.Code,
        NodeType.Native => ObjectKind.Native,
        NodeType.Hidden or NodeType.Synthetic or NodeType.ObjectShape => ObjectKind.System,
        _ => ObjectKind.Other,
    };

    /// <summary>The kind of most classes is clear from their names; V8 puts names of its own in brackets.</summary>
    public static ObjectKind Of(string className) => className switch
    {
        "(closure)" or "Function" => ObjectKind.Closure,
        "(string)" or "(concatenated string)" or "(sliced string)" => ObjectKind.String,
        "(array)" => ObjectKind.Array,
        "(compiled code)" or "(code)" => ObjectKind.Code,
        "(number)" or "(symbol)" or "(bigint)" => ObjectKind.Other,
        ['(', ..] => ObjectKind.System,
        _ when className.StartsWith("system / ", StringComparison.Ordinal) => ObjectKind.System,
        _ when className.StartsWith("Node / ", StringComparison.Ordinal) => ObjectKind.Native,
        _ => ObjectKind.Object,
    };

    public static ObjectKind Of(HeapSnapshot snapshot, NodeIndex node) => Of(snapshot.Graph.TypeOf(node));

    public static ObjectKind Of(HeapClass heapClass) => Of(heapClass.Name);

    /// <summary>The kinds in a list such as <c>closure,string</c>; empty where there is none.</summary>
    public static IReadOnlySet<ObjectKind> Parse(string? list) =>
        (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => Enum.TryParse<ObjectKind>(word, ignoreCase: true, out var kind)
                ? kind
                : throw new RequestRefusedException($"kinds: '{word}' is none of them"))
            .ToHashSet();
}
