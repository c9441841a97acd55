using System.Text.Json.Serialization;

namespace Heapwise.Analysis.Process;

/// <summary>The memory that a verdict is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WatchedMemory>))]
public enum WatchedMemory
{
    /// <summary>The heap after full collections.</summary>
    [JsonStringEnumMemberName("heap")]
    Heap,

    /// <summary>The heap after young collections: old garbage is included.</summary>
    [JsonStringEnumMemberName("young-heap")]
    YoungHeap,

    /// <summary>Buffers and other memory outside the heap that objects hold.</summary>
    [JsonStringEnumMemberName("external")]
    External,

    /// <summary>The whole process while heap and external memory do not grow: native memory, or fragmentation.</summary>
    [JsonStringEnumMemberName("rss")]
    Rss,
}
