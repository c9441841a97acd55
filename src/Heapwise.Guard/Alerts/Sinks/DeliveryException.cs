namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>A receiver has not taken a message. The message says why, without its address, which is a secret.</summary>
/// <param name="message">Why.</param>
/// <param name="isForGood">Whether sending it again would not help.</param>
/// <param name="retryAfter">When the receiver wants it again; null: it does not say.</param>
/// <param name="cause">What failed.</param>
public sealed class DeliveryException(string message, bool isForGood, TimeSpan? retryAfter = null, Exception? cause = null)
    : Exception(message, cause)
{
    public bool IsForGood => isForGood;

    public TimeSpan? RetryAfter => retryAfter;
}
