using System.Text.Json.Serialization;

namespace Heapwise.Live.Attaching;

/// <summary>An inspector that our signal opened, as it is remembered until it is closed.</summary>
/// <param name="ProcessId">The target.</param>
/// <param name="Start">When the target started, in the kernel's ticks: a later process may have the same pid.</param>
/// <param name="Port">Where the inspector listens, or will once the signal is handled.</param>
/// <param name="DebugPort">Where the next signal must open it again, <c>process.debugPort</c>.</param>
internal sealed record OpenedInspector(int ProcessId, long Start, int Port, int DebugPort)
{
    /// <summary>Whether it has left the port that every signalled process wants.</summary>
    public bool HasMoved => Port != DebugPort;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OpenedInspector))]
internal sealed partial class OpenedInspectorJson : JsonSerializerContext;
