using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>
/// A receiver that may be out of reach. It sends events and says whether that worked; order, repetition and what survives a restart are the
/// concern of the queue before it.
/// </summary>
public interface IAlertSink : IAsyncDisposable
{
    /// <summary>In the history and in messages. The same after a restart.</summary>
    string Name { get; }

    /// <summary>The language of the events that it gets.</summary>
    NewsLanguage Language { get; }

    /// <summary>
    /// Whether it also gets what belongs to no alert, such as the snapshot of a healthy process: programs do, people do not.
    /// </summary>
    bool TakesEverything { get; }

    /// <summary>How many events it can put into one message; 1: each has its own.</summary>
    int MaxTogether { get; }

    /// <summary>The least time from one message to the next that its service accepts.</summary>
    TimeSpan Pace { get; }

    /// <summary>Sends events, earliest first.</summary>
    /// <exception cref="DeliveryException">They were not received.</exception>
    Task SendAsync(IReadOnlyList<SinkMessage> messages, CancellationToken cancellation);
}
