using Heapwise.Heap.Graph;

namespace Heapwise.Tests.Heap.Oracles;

/// <summary>
/// A heap as objects that point at each other: slow and large, but every rule reads on it as it is written down.
/// The oracles take it in the order of the phases: <see cref="DomStateOracle"/> renames, <see cref="TransferOracle"/>
/// moves sizes, all others only read.
/// </summary>
internal sealed class PlainHeap
{
    public required IReadOnlyList<PlainNode> Nodes { get; init; }

    public required IReadOnlyList<PlainEdge> Edges { get; init; }

    /// <summary>The file's strings, decoded; lone surrogates are kept.</summary>
    public required IReadOnlyList<string> Strings { get; init; }

    public required long ExtraNativeBytes { get; init; }

    public required bool HasDetachedness { get; init; }

    public PlainNode Root => Nodes[0];

    /// <summary>Children of the root that the program knows: not synthetic, or the page's trees.</summary>
    public IEnumerable<PlainNode> UserRoots =>
        Root.Edges.Select(edge => edge.To).Where(node => node.Type != "synthetic" || node.Name == "(Document DOM trees)");
}

internal sealed class PlainNode
{
    public required int Index { get; init; }

    public required string Type { get; init; }

    public required string Name { get; set; }

    public required long Id { get; init; }

    public required long Size { get; set; }

    /// <summary>0 unknown, 1 attached, 2 detached.</summary>
    public required int Detachedness { get; set; }

    public SourceLocation? Location { get; set; }

    public List<PlainEdge> Edges { get; } = [];

    public List<PlainEdge> Retainers { get; } = [];

    public bool IsPlainObject => Type == "object" && Name == "Object";

    public PlainNode? InternalTarget(string name) => Edges.Find(edge => edge.Type == "internal" && edge.Name == name)?.To;

    public override string ToString() => $"#{Index} {Type} '{Name}' @{Id}";
}

/// <summary>The name is null where the type has numbers: elements and hidden edges.</summary>
internal sealed record PlainEdge(int Index, PlainNode From, string Type, string? Name, long Number, PlainNode To)
{
    public bool IsWeak => Type == "weak";

    public override string ToString() => $"{From} -{Type}:{Name ?? Number.ToString()}-> {To}";
}
