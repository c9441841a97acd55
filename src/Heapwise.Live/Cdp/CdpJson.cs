using System.Text.Json;
using System.Text.Json.Serialization;

namespace Heapwise.Live.Cdp;

/// <summary>The messages on the wire, named and shaped as the protocol does, with compiled serialisers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 10_000)]
[JsonSerializable(typeof(WireEmpty))]
[JsonSerializable(typeof(WireError))]
[JsonSerializable(typeof(WireEvaluate))]
[JsonSerializable(typeof(WireEvaluated))]
[JsonSerializable(typeof(WireTakeHeapSnapshot))]
[JsonSerializable(typeof(WireSnapshotProgress))]
[JsonSerializable(typeof(WireEnabled))]
[JsonSerializable(typeof(WireStartSampling))]
[JsonSerializable(typeof(WireSampledProfile))]
[JsonSerializable(typeof(WireStartTracking))]
[JsonSerializable(typeof(WireHeapStats))]
[JsonSerializable(typeof(WireLastSeenObject))]
[JsonSerializable(typeof(WireAllocationRate))]
[JsonSerializable(typeof(WireIdentity))]
[JsonSerializable(typeof(WireMemory))]
[JsonSerializable(typeof(WireInspectorPage[]))]
internal sealed partial class CdpJson : JsonSerializerContext;

internal sealed record WireEmpty
{
    public static WireEmpty Instance { get; } = new();
}

internal sealed record WireError(int Code, string? Message);

internal sealed record WireEvaluate(string Expression, bool IncludeCommandLineAPI, bool ReturnByValue, bool AwaitPromise, bool Silent, string ObjectGroup);

internal sealed record WireEvaluated(WireRemoteObject Result, WireExceptionDetails? ExceptionDetails);

internal sealed record WireRemoteObject(string Type, JsonElement? Value, string? UnserializableValue, string? Description);

internal sealed record WireExceptionDetails(string? Text, WireRemoteObject? Exception);

internal sealed record WireTakeHeapSnapshot(bool ReportProgress);

internal sealed record WireSnapshotProgress(long Done, long Total, bool? Finished);

internal sealed record WireEnabled(bool Enabled);

internal sealed record WireStartSampling(
    long SamplingInterval, int StackDepth, bool? IncludeObjectsCollectedByMajorGC, bool? IncludeObjectsCollectedByMinorGC);

/// <summary>The profile as V8 wrote it: <c>{head, samples}</c>, the very content of a <c>.heapprofile</c> file.</summary>
internal sealed record WireSampledProfile(JsonElement Profile);

internal sealed record WireStartTracking(bool TrackAllocations);

/// <summary>Triplets: index of a stretch of time, objects of it that are alive, their bytes. Only stretches that changed.</summary>
internal sealed record WireHeapStats(IReadOnlyList<long> StatsUpdate);

internal sealed record WireLastSeenObject(long LastSeenObjectId, double Timestamp);

internal sealed record WireAllocationRate(double Bytes, double Milliseconds);

internal sealed record WireIdentity(int Pid, string Version, string? Script, bool Ready);

/// <summary><c>process.memoryUsage()</c> and a little more.</summary>
internal sealed record WireMemory(
    long HeapUsed, long HeapTotal, long External, long ArrayBuffers, long Rss, long HeapLimit, IReadOnlyDictionary<string, int> Resources);

/// <summary>One entry of <c>/json/list</c>.</summary>
internal sealed record WireInspectorPage(string? Type, string? Title, string? Url, string? WebSocketDebuggerUrl);
