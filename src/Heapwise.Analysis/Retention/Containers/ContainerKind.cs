namespace Heapwise.Analysis.Retention.Containers;

/// <summary>What kind of container an object is, by its structure.</summary>
public enum ContainerKind
{
    /// <summary>Not a container: a scope, a function, an object of fixed fields, one of the embedder's objects.</summary>
    None,
    Array,
    Map,
    Set,

    /// <summary>An object used as a table, keyed by strings.</summary>
    KeyedObject,

    /// <summary>An object used as a table, keyed by integers.</summary>
    IndexedObject,
    WeakMap,

    /// <summary>Objects that point at each other by one property.</summary>
    LinkedList,

    /// <summary>A string that is made longer and longer.</summary>
    Text,
}
