using System.Text.Json;

namespace Heapwise.Live.Cdp.Wire;

internal sealed record WireTakeHeapSnapshot(bool ReportProgress);

/// <summary>An object by its id in a snapshot, which is text here.</summary>
internal sealed record WireHeapObject(string ObjectId);

internal sealed record WireSnapshotProgress(long Done, long Total, bool? Finished);

internal sealed record WireStartSampling(
    long SamplingInterval, int StackDepth, bool? IncludeObjectsCollectedByMajorGC, bool? IncludeObjectsCollectedByMinorGC);

/// <summary>The profile as V8 sent it: <c>{head, samples}</c>, the content of a <c>.heapprofile</c> file.</summary>
internal sealed record WireSampledProfile(JsonElement Profile);

internal sealed record WireStartTracking(bool TrackAllocations);

/// <summary>Triplets for the stretches that changed: index of a stretch of time, its objects that are alive, their bytes.</summary>
internal sealed record WireHeapStats(IReadOnlyList<long> StatsUpdate);

internal sealed record WireLastSeenObject(long LastSeenObjectId, double Timestamp);
