using MimeKit;

namespace Heapwise.Guard.Settings;

/// <summary>Reads who is notified: the part <c>alerts</c> of the settings.</summary>
internal static class AlertSettingsReader
{
    private const int DefaultMailPort = 587;
    private const int DefaultMailPortOfTls = 465;
    private const int DefaultMailPortInTheClear = 25;
    private const int MaxPort = 65_535;
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MinTimeout = TimeSpan.FromSeconds(1);

    public static AlertSettings Read(ConfiguredSection alerts, SettingsSources sources)
    {
        var language = alerts.FindChoice<NewsLanguage>("language") ?? NewsLanguage.En;
        var settings = new AlertSettings
        {
            Language = language,
            GroupWait = alerts.FindDuration("groupWait") ?? AlertSettings.DefaultGroupWait,
            LogFile = alerts.FindText("log") is { } log ? sources.ResolvePath("alerts:log", log) : null,
            Command = alerts.FindText("command"),
            Webhook = ReadWebhook(alerts),
            Email = ReadEmail(alerts, language),
            Services =
            [
                .. Enum.GetValues<ServiceName>().Select(service => ReadService(alerts, service, language)).OfType<ServiceSettings>(),
            ],
        };
        alerts.End();
        return settings;
    }

    private static WebhookSettings? ReadWebhook(ConfiguredSection alerts)
    {
        if (alerts.FindFilledSection("webhook") is not { } webhook) return null;
        var template = webhook.FindText("template");
        if (template is not null && EventPlaces.FindUnknown(template) is [var unknown, ..])
        {
            var places = string.Join(", ", EventPlaces.All.Select(place => $"{{{place}}}"));
            throw webhook.Fail("template", $"{{{unknown}}} is none of the places {places}");
        }

        var settings = new WebhookSettings(
            webhook.FindSecret("url") is { } url ? AddressOf(webhook, "url", url) : throw webhook.Fail("url", "is missing"),
            webhook.FindNamed("headers"),
            template,
            TimeoutOf(webhook));
        webhook.End();
        return settings;
    }

    private static ServiceSettings? ReadService(ConfiguredSection alerts, ServiceName service, NewsLanguage language)
    {
        if (alerts.FindFilledSection(ServiceSettings.NameOf(service)) is not { } section) return null;
        var settings = new ServiceSettings(
            service,
            ReadAddresses(section, service),
            ReadSecret(section, service),
            section.FindChoice<NewsLanguage>("language") ?? language,
            TimeoutOf(section));
        section.End();
        return settings;
    }

    private static IReadOnlyList<Uri> ReadAddresses(ConfiguredSection section, ServiceName service)
    {
        if (service == ServiceName.Alertmanager)
        {
            var urls = section.FindNamed("urls");
            if (urls.Count == 0) throw section.Fail("urls", "is missing: a list with the address of each replica");
            return [.. urls.Select(url => AddressOf(section, "urls", url.Value))];
        }

        if (section.FindSecret("url") is { } text) return [AddressOf(section, "url", text)];
        return [DefaultUrlOf(service) ?? throw section.Fail("url", "is missing: the address that the service shows for incoming messages")];
    }

    private static string ReadSecret(ConfiguredSection section, ServiceName service) => service switch
    {
        ServiceName.DingTalk or ServiceName.Feishu => section.FindSecret("secret") ?? "",
        ServiceName.PagerDuty => section.FindSecret("routingKey") ?? throw section.Fail("routingKey", "is missing"),
        ServiceName.Opsgenie => section.FindSecret("apiKey") ?? throw section.Fail("apiKey", "is missing"),
        _ => "",
    };

    private static EmailSettings? ReadEmail(ConfiguredSection alerts, NewsLanguage language)
    {
        if (alerts.FindFilledSection("email") is not { } email) return null;
        var security = email.FindChoice<EmailSecurity>("security") ?? EmailSecurity.StartTls;
        var (user, password) = (email.FindText("user"), email.FindSecret("password"));
        if (user is null != password is null) throw email.Fail(user is null ? "user" : "password", "is missing: give both or neither");
        var to = email.FindNamed("to").Select(receiver => MailAddressOf(email, "to", receiver.Value)).ToList();
        if (to.Count == 0) throw email.Fail("to", "is missing: a list of addresses");
        var settings = new EmailSettings(
            email.FindText("host") ?? throw email.Fail("host", "is missing: the mail server"),
            email.FindCount("port", min: 1, MaxPort) ?? DefaultPortOf(security),
            security,
            MailAddressOf(email, "from", email.FindText("from") ?? throw email.Fail("from", "is missing: the sender's address")),
            to,
            email.FindChoice<NewsLanguage>("language") ?? language)
        {
            User = user is not null && password is not null ? (user, password) : null,
            Timeout = TimeoutOf(email),
        };
        email.End();
        return settings;
    }

    private static Uri AddressOf(ConfiguredSection section, string key, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw section.Fail(key, "is not an address that begins with http:// or https://");

    private static string MailAddressOf(ConfiguredSection section, string key, string text) =>
        MailboxAddress.TryParse(text, out _) ? text : throw section.Fail(key, $"\"{text}\" is not a mail address");

    private static TimeSpan TimeoutOf(ConfiguredSection section) => section.FindDuration("timeout", MinTimeout) ?? DefaultTimeout;

    private static int DefaultPortOf(EmailSecurity security) => security switch
    {
        EmailSecurity.Tls => DefaultMailPortOfTls,
        EmailSecurity.None => DefaultMailPortInTheClear,
        _ => DefaultMailPort,
    };

    /// <summary>Null where every receiver has its own.</summary>
    private static Uri? DefaultUrlOf(ServiceName service) => service switch
    {
        ServiceName.PagerDuty => new Uri("https://events.pagerduty.com/v2/enqueue"),
        ServiceName.Opsgenie => new Uri("https://api.opsgenie.com/v2/alerts"),
        _ => null,
    };
}
