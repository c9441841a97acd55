using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap;
using Heapwise.Heap.Graph;
using Heapwise.Server.Rows;

namespace Heapwise.Server.Snapshots;

/// <summary>What the code of one npm package made, as far as V8 says where an object's constructor or code is.</summary>
public sealed record PackageRow
{
    private const string Program = "(program)";
    private const string Node = "(node)";

    /// <summary>The package, <c>(program)</c> for the program's own files, <c>(node)</c> for Node's.</summary>
    public required string Name { get; init; }

    public required int Objects { get; init; }

    public required long ShallowBytes { get; init; }

    /// <summary>What would be freed with all of them.</summary>
    public required long RetainedBytes { get; init; }

    internal static RowPage<PackageRow> Read(OpenHeap heap) => new(heap.Packages.Count, heap.Packages.Count, 0, heap.Packages);

    internal static IReadOnlyList<PackageRow> Find(HeapSnapshot snapshot)
    {
        var names = new List<string>();
        var ofName = new Dictionary<string, int>(StringComparer.Ordinal);
        var ofScript = new Dictionary<int, int>();
        for (var i = 0; i < snapshot.NodeCount; i++)
        {
            if (snapshot.Graph.LocationOf(new NodeIndex(i)) is not { } location || ofScript.ContainsKey(location.ScriptId)) continue;
            ofScript[location.ScriptId] = snapshot.ScriptPathOf(location.ScriptId) is { } path ? PositionOf(NameOf(path)) : -1;
        }

        var totals = GroupTotal.Of(snapshot, names.Count, node =>
            snapshot.Graph.LocationOf(node) is { } location ? ofScript.GetValueOrDefault(location.ScriptId, -1) : -1);
        var rows = totals.Select((total, i) => new PackageRow
        {
            Name = names[i],
            Objects = total.Count,
            ShallowBytes = total.ShallowBytes,
            RetainedBytes = total.RetainedBytes,
        });
        return [.. rows.Where(row => row.Objects > 0).OrderByDescending(row => row.RetainedBytes)];

        int PositionOf(string name)
        {
            if (ofName.TryGetValue(name, out var known)) return known;
            names.Add(name);
            return ofName[name] = names.Count - 1;
        }
    }

    private static string NameOf(string path) => CodeOrigin.OwnerOf(path) switch
    {
        CodeOwner.Runtime => Node,
        CodeOwner.Library => CodeOrigin.FindLibrary(path) ?? Program,
        _ => Program,
    };
}
