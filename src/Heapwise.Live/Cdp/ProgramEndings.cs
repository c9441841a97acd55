using Heapwise.Live.Cdp.Wire;

namespace Heapwise.Live.Cdp;

/// <summary>Node's announcement that the program has ended and only waits until its debugger detaches.</summary>
internal static class ProgramEndings
{
    public const string Event = "NodeRuntime.waitingForDisconnect";

    /// <summary>From then on Node waits, whatever its version.</summary>
    /// <exception cref="CdpException"/>
    public static Task AskForEventAsync(CdpConnection connection, CancellationToken cancellation) => connection.SendAsync(
        "NodeRuntime.notifyWhenWaitingForDisconnect",
        new WireEnabled(Enabled: true),
        CdpJson.Default.WireEnabled,
        CdpJson.Default.WireEmpty,
        timeout: null,
        cancellation);
}
