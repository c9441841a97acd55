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
[JsonSerializable(typeof(WireReading))]
[JsonSerializable(typeof(WireCollections))]
[JsonSerializable(typeof(WireSpace[]))]
[JsonSerializable(typeof(WireCall))]
[JsonSerializable(typeof(WireRelease))]
[JsonSerializable(typeof(WireEnableWorkers))]
[JsonSerializable(typeof(WireAttachedToWorker))]
[JsonSerializable(typeof(WireToWorker))]
[JsonSerializable(typeof(WireWorkerSession))]
[JsonSerializable(typeof(WireScript))]
[JsonSerializable(typeof(WireScriptId))]
[JsonSerializable(typeof(WireScriptSource))]
[JsonSerializable(typeof(WireSkipPauses))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class CdpJson : JsonSerializerContext;

internal sealed record WireEmpty
{
    public static WireEmpty Instance { get; } = new();
}

internal sealed record WireError(int Code, string? Message);

internal sealed record WireEvaluate(string Expression, bool IncludeCommandLineAPI, bool ReturnByValue, bool AwaitPromise, bool Silent, string ObjectGroup);

internal sealed record WireEvaluated(WireRemoteObject Result, WireExceptionDetails? ExceptionDetails);

internal sealed record WireRemoteObject(string Type, JsonElement? Value, string? UnserializableValue, string? Description, string? ObjectId);

internal sealed record WireCall(string FunctionDeclaration, string ObjectId, bool ReturnByValue, bool Silent);

internal sealed record WireRelease(string ObjectId);

internal sealed record WireEnableWorkers(bool WaitForDebuggerOnStart);

internal sealed record WireAttachedToWorker(string SessionId, WireWorkerInfo WorkerInfo);

internal sealed record WireWorkerInfo(string WorkerId, string Title, string Url);

internal sealed record WireToWorker(string Message, string SessionId);

internal sealed record WireWorkerSession(string SessionId);

/// <summary>A script as <c>Debugger.scriptParsed</c> tells it, of which little matters here.</summary>
internal sealed record WireScript(string ScriptId, string Url);

internal sealed record WireScriptId(string ScriptId);

internal sealed record WireScriptSource(string ScriptSource);

internal sealed record WireSkipPauses(bool Skip);

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

/// <summary>What <c>ProcessMonitor</c> reads in the target.</summary>
internal sealed record WireReading(
    WireMemory Memory, WireHeapStatistics Heap, IReadOnlyList<WireSpace> Spaces, double Utilization, WireDelay? Delay, WireUsage Usage, double Uptime, double Window);

internal sealed record WireDelay(double Mean, double P50, double P99, double Max);

/// <summary><c>v8.getHeapStatistics()</c>, the names of which are V8's own.</summary>
internal sealed record WireHeapStatistics
{
    [JsonPropertyName("heap_size_limit")] public long HeapSizeLimit { get; init; }

    [JsonPropertyName("total_physical_size")] public long TotalPhysicalSize { get; init; }

    [JsonPropertyName("malloced_memory")] public long MallocedMemory { get; init; }

    [JsonPropertyName("peak_malloced_memory")] public long PeakMallocedMemory { get; init; }

    [JsonPropertyName("number_of_native_contexts")] public long NumberOfNativeContexts { get; init; }

    [JsonPropertyName("number_of_detached_contexts")] public long NumberOfDetachedContexts { get; init; }

    [JsonPropertyName("used_global_handles_size")] public long UsedGlobalHandlesSize { get; init; }

    [JsonPropertyName("total_global_handles_size")] public long TotalGlobalHandlesSize { get; init; }

    [JsonPropertyName("total_allocated_bytes")] public long? TotalAllocatedBytes { get; init; }
}

/// <summary>One of <c>v8.getHeapSpaceStatistics()</c>.</summary>
internal sealed record WireSpace
{
    [JsonPropertyName("space_name")] public string SpaceName { get; init; } = "";

    [JsonPropertyName("space_size")] public long SpaceSize { get; init; }

    [JsonPropertyName("space_used_size")] public long SpaceUsedSize { get; init; }

    [JsonPropertyName("space_available_size")] public long SpaceAvailableSize { get; init; }

    [JsonPropertyName("physical_space_size")] public long PhysicalSpaceSize { get; init; }
}

/// <summary><c>process.resourceUsage()</c>: microseconds and kilobytes.</summary>
internal sealed record WireUsage(
    [property: JsonPropertyName("userCPUTime")] long UserCPUTime, [property: JsonPropertyName("systemCPUTime")] long SystemCPUTime,
    [property: JsonPropertyName("maxRSS")] long MaxRSS, long MajorPageFault, long FsRead, long FsWrite, long VoluntaryContextSwitches, long InvoluntaryContextSwitches);

/// <summary>What <c>CollectionMonitor</c> has seen in the target.</summary>
internal sealed record WireCollections(double Now, IReadOnlyList<WireCollectionEntry> Entries, IReadOnlyList<WireCollectionSizes> Sizes);

/// <summary>A performance entry; milliseconds.</summary>
internal sealed record WireCollectionEntry(int Kind, int Flags, double Start, double Duration);

/// <summary>One of <c>GCProfiler</c>'s statistics; the cost is in microseconds.</summary>
internal sealed record WireCollectionSizes(string Type, double Cost, long Before, long After, long TotalBefore, long TotalAfter);
