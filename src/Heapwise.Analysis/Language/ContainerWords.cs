using Heapwise.Analysis.Retention.Containers;

namespace Heapwise.Analysis.Language;

/// <summary>
/// What JavaScript calls a kind of container. The words are the same in every language, and part of the JSON of a report.
/// </summary>
internal static class ContainerWords
{
    /// <summary>Null for what is no container.</summary>
    public static string? Find(ContainerKind kind) => kind switch
    {
        ContainerKind.Array => "array",
        ContainerKind.Map => "Map",
        ContainerKind.Set => "Set",
        ContainerKind.WeakMap => "WeakMap",
        ContainerKind.KeyedObject or ContainerKind.IndexedObject => "object",
        ContainerKind.LinkedList => "linked list",
        ContainerKind.Text => "string",
        _ => null,
    };

    /// <summary>What the keys of a container are.</summary>
    public static string Of(KeyKind keys) => keys switch
    {
        KeyKind.String => "string",
        KeyKind.Integer => "integer",
        _ => "object",
    };
}
