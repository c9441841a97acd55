using Heapwise.Heap.Graph;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Diagnosis.Sources;

/// <summary>Lengths of views of ArrayBuffers in a running program.</summary>
internal static class LiveViews
{
    /// <summary>By their ids in the last snapshot; none where the target does not answer.</summary>
    public static async Task<IReadOnlyDictionary<NodeId, long>> ReadLengthsAsync(
        NodeTarget target, IReadOnlyList<NodeId> views, CancellationToken cancellation)
    {
        try
        {
            var lengths = await TargetObjects.ReadLengthsAsync(target, [.. views.Select(view => view.Value)], cancellation);
            return lengths.ToDictionary(row => new NodeId(row.Key), row => row.Value);
        }
        catch (TargetException)
        {
            return new Dictionary<NodeId, long>(); // a finding without this figure is better than none
        }
    }
}
