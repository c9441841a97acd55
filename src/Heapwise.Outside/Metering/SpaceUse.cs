namespace Heapwise.Outside.Metering;

/// <summary>A space of a heap.</summary>
/// <param name="Name">V8's name without the suffix <c>_space</c>.</param>
/// <param name="CommittedBytes">Bytes of its pages.</param>
/// <param name="UsedBytes">Bytes of its objects, with garbage that has not been collected.</param>
/// <param name="AvailableBytes">
/// Room for objects in its pages, with scraps that V8 does not count because they are too small for use; null where it is not known.
/// </param>
public sealed record SpaceUse(string Name, long CommittedBytes, long UsedBytes, long? AvailableBytes);
