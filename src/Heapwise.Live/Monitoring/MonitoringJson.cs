using System.Text.Json.Serialization;
using Heapwise.Live.Sessions;

namespace Heapwise.Live.Monitoring;

/// <summary>What the monitors in a target return, with compiled serialisers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WireReading))]
[JsonSerializable(typeof(WireSpace[]))]
[JsonSerializable(typeof(WireGcReading))]
internal sealed partial class MonitoringJson : JsonSerializerContext;

/// <summary>What <see cref="ProcessMonitor"/> reads.</summary>
internal sealed record WireReading
{
    public required WireMemory Memory { get; init; }

    public required WireHeapStatistics Heap { get; init; }

    public required IReadOnlyList<WireSpace> Spaces { get; init; }

    public required double Utilization { get; init; }

    public WireDelay? Delay { get; init; }

    public required WireUsage Usage { get; init; }

    public required double Uptime { get; init; }

    public required double Window { get; init; }
}

internal sealed record WireDelay(double Mean, double P50, double P99, double Max);

/// <summary><c>v8.getHeapStatistics()</c>, with V8's own names.</summary>
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

/// <summary>An element of <c>v8.getHeapSpaceStatistics()</c>.</summary>
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
    [property: JsonPropertyName("userCPUTime")] long UserCPUTime,
    [property: JsonPropertyName("systemCPUTime")] long SystemCPUTime,
    [property: JsonPropertyName("maxRSS")] long MaxRSS,
    long MajorPageFault,
    long FsRead,
    long FsWrite,
    long VoluntaryContextSwitches,
    long InvoluntaryContextSwitches);

/// <summary>What <see cref="GarbageCollectionMonitor"/> reads.</summary>
internal sealed record WireGcReading(double Now, IReadOnlyList<WireGcEntry> Entries, IReadOnlyList<WireGcSizes> Sizes);

/// <summary>A performance entry, in milliseconds.</summary>
internal sealed record WireGcEntry(int Kind, int Flags, double Start, double Duration);

/// <summary>One of <c>GCProfiler</c>'s statistics. The cost is in microseconds.</summary>
internal sealed record WireGcSizes(string Type, double Cost, long Before, long After, long TotalBefore, long TotalAfter);
