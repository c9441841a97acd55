namespace Heapwise.Guard.Settings;

/// <summary>A service that takes alerts.</summary>
/// <param name="Service">Which.</param>
/// <param name="Urls">Its address; several for the replicas of an Alertmanager. What follows the host is often a secret.</param>
/// <param name="Secret">What messages are signed with, or the key that names the receiver; empty where the service has none.</param>
/// <param name="Language">Of what it is sent.</param>
/// <param name="Timeout">For one request.</param>
public sealed record ServiceSettings(
    ServiceName Service, IReadOnlyList<Uri> Urls, string Secret, NewsLanguage Language, TimeSpan Timeout)
{
    public Uri Url => Urls[0];

    /// <summary>In settings, in the history and in messages.</summary>
    public string Name => NameOf(Service);

    public static string NameOf(ServiceName service) => $"{service}".ToLowerInvariant();
}
