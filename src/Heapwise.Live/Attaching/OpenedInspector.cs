using System.Net;
using System.Text.Json.Serialization;
using Heapwise.Live.Processes;

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

    /// <summary>
    /// Where it may listen now. We may have been killed after it moved and before we knew where to; the program's own servers are left out.
    /// </summary>
    /// <exception cref="UnauthorizedAccessException">The process belongs to another user.</exception>
    public IReadOnlyList<IPEndPoint> FindAddresses() =>
    [
        .. ProcSockets.ReadListeningRows(ProcessId)
            .Where(row => row.Local.Port == Port || (!HasMoved && IPAddress.IsLoopback(row.Local.Address)))
            .Where(row => !ProcLoop.IsServedByMain(ProcessId, row.Inode))
            .Select(row => row.Local)
            .OrderByDescending(address => address.Port), // where the system chose one
    ];
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OpenedInspector))]
internal sealed partial class OpenedInspectorJson : JsonSerializerContext;
