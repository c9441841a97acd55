using Heapwise.Live.Cdp;
using Heapwise.Live.Sessions;

namespace Heapwise.Live.Recording;

/// <summary>Ends a recording that did not come to its own end.</summary>
internal static class Ending
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Drops what is being recorded. False where the target does not answer in time: the closing of the connection, which comes
    /// next, ends it as well.
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
