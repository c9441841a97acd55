namespace Heapwise.Live.Monitoring;

/// <summary>One space of V8's heap.</summary>
public sealed record HeapSpaceReading(string Name, long SizeBytes, long UsedBytes, long AvailableBytes, long PhysicalBytes)
{
    internal static HeapSpaceReading From(WireSpace space) =>
        new(space.SpaceName, space.SpaceSize, space.SpaceUsedSize, space.SpaceAvailableSize, space.PhysicalSpaceSize);
}
