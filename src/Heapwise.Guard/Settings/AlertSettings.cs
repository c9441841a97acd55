namespace Heapwise.Guard.Settings;

/// <summary>Who is notified, and in which language.</summary>
public sealed record AlertSettings
{
    public static readonly TimeSpan DefaultGroupWait = TimeSpan.FromSeconds(3);

    /// <summary>No receivers: only the person at the terminal hears.</summary>
    public static AlertSettings Nobody { get; } = new()
    {
        Language = NewsLanguage.En,
        GroupWait = DefaultGroupWait,
        LogFile = null,
        Command = null,
        Webhook = null,
        Email = null,
        Services = [],
    };

    /// <summary>Of every receiver that has none of its own.</summary>
    public required NewsLanguage Language { get; init; }

    /// <summary>How long a receiver that takes several events in one message waits for more.</summary>
    public required TimeSpan GroupWait { get; init; }

    /// <summary>A file that gets every event as a line of JSON; null: none.</summary>
    public required string? LogFile { get; init; }

    /// <summary>A shell command that is run for every event; null: none.</summary>
    public required string? Command { get; init; }

    /// <summary>An address that every event is posted to; null: none.</summary>
    public required WebhookSettings? Webhook { get; init; }

    /// <summary>Mail; null: none.</summary>
    public required EmailSettings? Email { get; init; }

    /// <summary>Each service at most once, in the order of <see cref="ServiceName"/>.</summary>
    public required IReadOnlyList<ServiceSettings> Services { get; init; }
}
