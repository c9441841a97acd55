using System.Globalization;
using Heapwise.Heap.Facts.Classes;

namespace Heapwise.Tests.Heap.Oracles;

/// <summary>Class names, keys and totals, each by its definition.</summary>
internal sealed class ClassOracle
{
    private readonly PlainHeap _heap;
    private readonly IReadOnlyList<InterfaceOracle.Definition> _interfaces;

    public ClassOracle(PlainHeap heap, IReadOnlyList<InterfaceOracle.Definition>? interfaces = null)
    {
        _heap = heap;
        _interfaces = interfaces ?? InterfaceOracle.Infer(heap);
    }

    public sealed record Row(string Key, string Name, int Count, int Distance, long Shallow, long Retained)
    {
        public static Row From(HeapClass row) => new(row.Key, row.Name, row.Count, row.Distance, row.ShallowBytes, row.RetainedBytes);
    }

    public string NameOf(PlainNode node) => node.Type switch
    {
        "hidden" => "(system)",
        "code" => "(compiled code)",
        "closure" => "Function",
        "regexp" => "RegExp",
        "object" when node.Name == "Object" => InterfaceOracle.NameOf(node, _interfaces),
        "object" or "native" => WithoutAttributes(node.Name),
        _ => "(" + node.Type + ")",
    };

    public string KeyOf(PlainNode node) => node is { Type: "object", Location: { } at }
        ? string.Create(CultureInfo.InvariantCulture, $"{(uint)at.ScriptId},{(uint)at.Line},{(uint)at.Column},{NameOf(node)}")
        : "," + NameOf(node);

    /// <summary>Nodes with a size, by class key.</summary>
    public ILookup<string, PlainNode> Instances() => _heap.Nodes.Where(node => node.Size > 0).ToLookup(KeyOf, StringComparer.Ordinal);

    public List<Row> Rows(DominatorOracle dominators, DistanceOracle distances) =>
        [.. Instances().Select(group => new Row(
            group.Key,
            NameOf(group.First()),
            group.Count(),
            group.Min(distances.Of),
            group.Sum(node => node.Size),
            group.Where(node => !IsInsideAnother(node, group.ToList(), dominators)).Sum(dominators.RetainedSizeOf)))];

    private static bool IsInsideAnother(PlainNode node, List<PlainNode> instances, DominatorOracle dominators) =>
        instances.Exists(other => other != node && dominators.DominatorsOf(node).Contains(other));

    /// <summary><c>&lt;div id="a"></c> is of the class <c>&lt;div></c>, and so when it is detached.</summary>
    private static string WithoutAttributes(string name)
    {
        var start = name.StartsWith('<') ? 0 : name.StartsWith("Detached <", StringComparison.Ordinal) ? "Detached <".Length : -1;
        var space = start < 0 ? -1 : name.IndexOf(' ', start);
        return space < 0 ? name : name[..space] + ">";
    }
}
