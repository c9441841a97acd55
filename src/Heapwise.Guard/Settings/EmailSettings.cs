namespace Heapwise.Guard.Settings;

/// <summary>Where mail is handed in, and to whom it goes.</summary>
/// <param name="Host">The mail server.</param>
/// <param name="Port">Its port.</param>
/// <param name="Security">How the connection is encrypted.</param>
/// <param name="From">The sender, with or without a name.</param>
/// <param name="To">The receivers.</param>
/// <param name="Language">Of the mail.</param>
public sealed record EmailSettings(
    string Host, int Port, EmailSecurity Security, string From, IReadOnlyList<string> To, NewsLanguage Language)
{
    /// <summary>Null where the server asks for none.</summary>
    public (string Name, string Password)? User { get; init; }

    /// <summary>For a whole delivery.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);
}
