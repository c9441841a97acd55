namespace Heapwise.Live.Cdp.Domains;

/// <summary>The inspector's <c>Profiler</c> domain, used only for what starting it makes V8 prepare.</summary>
internal sealed class ProfilerDomain(CdpConnection connection)
{
    /// <summary>
    /// Starts a CPU profile, ends it at once and drops it. V8 notes the line of every compiled function for it, and for that where the
    /// lines of every script begin. It keeps the latter, 4 bytes a line.
    /// </summary>
    /// <exception cref="CdpException"/>
    public async Task IndexLinesAsync(TimeSpan? timeout, CancellationToken cancellation)
    {
        await connection.SendAsync("Profiler.enable", timeout, cancellation);
        try
        {
            await connection.SendAsync("Profiler.start", timeout, cancellation);
            await connection.SendAsync("Profiler.stop", timeout, cancellation);
        }
        finally
        {
            if (!connection.Closed.IsCompleted) await connection.SendAsync("Profiler.disable", timeout, CancellationToken.None);
        }
    }
}
