using Heapwise.Guard.Reports;

namespace Heapwise.Guard.Alerts;

/// <summary>
/// A receiver that may be out of reach. It sends one event and says whether that worked; order, repetition and what survives a restart are
/// the concern of <see cref="SinkQueue"/>.
/// </summary>
public interface IAlertSink
{
    /// <summary>In the history and in messages. The same after a restart.</summary>
    string Name { get; }

    /// <exception cref="DeliveryException">It was not received.</exception>
    Task SendAsync(EventReport happened, string json, CancellationToken cancellation);
}
