using Heapwise.Live.Cdp;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>
/// Closes all inspectors that runs of heapwise opened and could not close, and puts back those that had to make room. An inspector that
/// somebody uses stays open: whoever leaves last closes it.
/// </summary>
public static class InspectorRepair
{
    private static readonly TimeSpan TurnPatience = TimeSpan.FromSeconds(2);

    /// <summary>Takes at most four seconds for each.</summary>
    /// <returns>Those that were open.</returns>
    public static async Task<IReadOnlyList<RepairedInspector>> RunAsync(TargetOptions options, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux()) return [];
        using var http = new InspectorHttp(options.ConnectTimeout);
        await new MovedInspectors(new InspectorSearch(http, options), options).PutBackAsync(isOurTurn: false, cancellation);
        var repaired = new List<RepairedInspector>();
        foreach (var left in new OpenedInspectors(options.StateFolder).FindAll())
            if (await TryRepairAsync(left.ProcessId, options, cancellation) is { } result) repaired.Add(result);

        return repaired;
    }

    /// <summary>Null where it is not open, or out of reach.</summary>
    private static async Task<RepairedInspector?> TryRepairAsync(int processId, TargetOptions options, CancellationToken cancellation)
    {
        var opened = new OpenedInspectors(options.StateFolder);
        try
        {
            using var turn = await TryTakeTurnAsync(opened.Find(processId), options, cancellation);
            if (opened.Find(processId) is not { } left || left.FindAddresses() is not [{ Port: var port }, ..]) return null;
            if (!left.HasMoved && turn is null) return new RepairedInspector(processId, port, IsClosed: false);
            using var network = OperatingSystem.IsLinux() ? NetworkNamespace.FindOther(processId) : null;
            using var http = new InspectorHttp(options.ConnectTimeout);
            if (network is not null) http.ConnectThrough(network.ConnectAsync);
            var isClosed = await LeftInspectors.CloseAsync(left, new InspectorSearch(http, options), options, cancellation);
            return new RepairedInspector(processId, port, isClosed);
        }
        catch (Exception problem) when (problem is TargetException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>An inspector that has not moved yet may be that of a run that is just attaching. Null where it stays that.</summary>
    private static async Task<IDisposable?> TryTakeTurnAsync(
        OpenedInspector? left, TargetOptions options, CancellationToken cancellation)
    {
        if (left is not { HasMoved: false }) return null;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(TurnPatience);
        try
        {
            return await PortTurn.TakeAsync(left.DebugPort, left.ProcessId, options, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
