namespace Heapwise.Guard.Settings;

/// <summary>Who is notified, and in which language.</summary>
public sealed record AlertSettings
{
    /// <summary>Of every receiver that has none of its own.</summary>
    public NewsLanguage Language { get; init; }

    /// <summary>How long a receiver that takes several events in one message waits for more.</summary>
    public TimeSpan GroupWait { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A file that gets every event as a line of JSON; null: none.</summary>
    public string? LogFile { get; init; }

    /// <summary>A shell command that is run for every event; null: none.</summary>
    public string? Command { get; init; }

    /// <summary>An address that every event is posted to; null: none.</summary>
    public WebhookSettings? Webhook { get; init; }

    /// <summary>Mail; null: none.</summary>
    public EmailSettings? Email { get; init; }

    /// <summary>Each service at most once, in the order of <see cref="ServiceName"/>.</summary>
    public IReadOnlyList<ServiceSettings> Services { get; init; } = [];
}
