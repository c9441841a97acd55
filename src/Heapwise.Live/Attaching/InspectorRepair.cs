using Heapwise.Live.Cdp;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>
/// Closes all inspectors that runs of heapwise opened and could not close, and puts back those that had to make room. An inspector that
/// somebody uses stays open: whoever leaves last closes it.
/// </summary>
public static class InspectorRepair
{
    /// <summary>Takes at most two seconds for each.</summary>
    /// <returns>Those that were open.</returns>
    public static async Task<IReadOnlyList<RepairedInspector>> RunAsync(TargetOptions options, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux()) return [];
        using var http = new InspectorHttp(options.ConnectTimeout);
        await new MovedInspectors(new InspectorSearch(http, options), options).PutBackAsync(cancellation);
        var repaired = new List<RepairedInspector>();
        foreach (var left in new OpenedInspectors(options.StateFolder).FindAll())
        {
            if (await TryRepairAsync(left, options, cancellation) is { } result) repaired.Add(result);
        }

        return repaired;
    }

    /// <summary>Null where it is not open, or out of reach.</summary>
    private static async Task<RepairedInspector?> TryRepairAsync(
        OpenedInspector left, TargetOptions options, CancellationToken cancellation)
    {
        try
        {
            if (left.FindAddresses() is not [{ Port: var port }, ..]) return null;
            using var network = OperatingSystem.IsLinux() ? NetworkNamespace.FindOther(left.ProcessId) : null;
            using var http = new InspectorHttp(options.ConnectTimeout);
            if (network is not null) http.ConnectThrough(network.ConnectAsync);
            var isClosed = await LeftInspectors.CloseAsync(left, new InspectorSearch(http, options), options, cancellation);
            return new RepairedInspector(left.ProcessId, port, isClosed);
        }
        catch (Exception problem) when (problem is TargetException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
