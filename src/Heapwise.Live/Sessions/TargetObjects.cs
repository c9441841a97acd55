using Heapwise.Live.Cdp;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Sessions;

/// <summary>Objects of a target by the ids that they have in a snapshot of the same session.</summary>
public static class TargetObjects
{
    private const string LengthQuestion = "function () { return this.byteLength }";

    /// <summary>
    /// The lengths of Buffers, typed arrays and DataViews, in bytes. What was collected since the snapshot is left out. A few milliseconds
    /// for a hundred.
    /// </summary>
    /// <exception cref="TargetException"/>
    public static Task<IReadOnlyDictionary<long, long>> ReadLengthsAsync(
        NodeTarget target, IReadOnlyList<long> ids, CancellationToken cancellation) => target.AskAsync(async () =>
        {
            var lengths = new Dictionary<long, long>();
            foreach (var id in ids)
            {
                if (await FindLengthAsync(target, id, cancellation) is { } length) lengths[id] = length;
            }

            return (IReadOnlyDictionary<long, long>)lengths;
        });

    private static async Task<long?> FindLengthAsync(NodeTarget target, long id, CancellationToken cancellation)
    {
        var (connection, timeout) = (target.Connection, target.Options.RequestTimeout);
        try
        {
            var held = await connection.HeapProfiler.HoldAsync(id, timeout, cancellation);
            var length = await connection.Runtime.CallAsync(held, LengthQuestion, SessionJson.Default.Int64, timeout, cancellation);
            await connection.Runtime.PostReleaseAsync(held, cancellation);
            return length;
        }
        catch (CdpException problem) when (problem.Code is not (CdpErrorCode.TimedOut or CdpErrorCode.ConnectionClosed))
        {
            return null; // gone, or of another kind
        }
    }
}
