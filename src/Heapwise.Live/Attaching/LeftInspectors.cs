using Heapwise.Live.Cdp;
using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>
/// Closes inspectors that a run of heapwise opened and could not close, because it was killed or the target did not respond.
/// </summary>
internal static class LeftInspectors
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>Closes it unless somebody uses it.</summary>
    /// <returns>Whether it is closed now; false where the target does not respond, or somebody is connected.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing else is thrown.</exception>
    public static async Task<bool> CloseAsync(
        OpenedInspector left, InspectorSearch search, TargetOptions options, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        var noted = left;
        try
        {
            if (await search.FindAsync(left.FindAddresses(), patience.Token) is { } socket)
            {
                await using var connection = await search.ConnectAsync(socket, patience.Token);
                left = left with { Port = socket.Port };
                var isClosed = await SharedInspector.LeaveAsync(
                    connection, left, search.LocalPorts, options.GuardInterval, patience.Token);
                if (!isClosed) return false;
            }

            while (IsListening(left)) await Task.Delay(PollInterval, options.Time, patience.Token);
            new OpenedInspectors(options.StateFolder).Forget(noted);
            return true;
        }
        catch (Exception problem) when (problem is CdpException or OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }

    private static bool IsListening(OpenedInspector left) =>
        ProcSockets.ReadListening(left.ProcessId).Any(address => address.Port == left.Port);
}
