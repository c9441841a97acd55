using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Monitoring;

/// <summary>One space of V8's heap.</summary>
public sealed record HeapSpaceReading(string Name, long SizeBytes, long UsedBytes, long AvailableBytes, long PhysicalBytes)
{
    private const string Question = "require('v8').getHeapSpaceStatistics()";

    /// <summary>All spaces of the target's heap, as V8 lists them.</summary>
    /// <exception cref="TargetException"/>
    public static async Task<IReadOnlyList<HeapSpaceReading>> ReadAsync(NodeTarget target, CancellationToken cancellation)
    {
        var spaces = await target.AskAsync(() => target.Connection.Runtime.EvaluateAsync(
            Question, MonitoringJson.Default.WireSpaceArray, target.Options.RequestTimeout, cancellation));
        return [.. spaces.Select(From)];
    }

    internal static HeapSpaceReading From(WireSpace space) =>
        new(space.SpaceName, space.SpaceSize, space.SpaceUsedSize, space.SpaceAvailableSize, space.PhysicalSpaceSize);
}
