using Heapwise.Live.Cdp;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Sessions;

namespace Heapwise.Live.Recording;

/// <summary>Ends a recording that was interrupted.</summary>
internal static class RecordingEnd
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Drops what is being recorded. False where the target does not answer in time: closing the connection, which follows, ends the
    /// recording as well.
    /// </summary>
    public static async Task<bool> DisableAsync(NodeTarget target)
    {
        using var over = new CancellationTokenSource(Patience, target.Options.Time);
        try
        {
            await target.Connection.HeapProfiler.DisableAsync(over.Token);
            return true;
        }
        catch (Exception problem) when (problem is CdpException or OperationCanceledException)
        {
            return false;
        }
    }
}
