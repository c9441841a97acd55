using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>The receivers that the settings name.</summary>
public static class AlertSinks
{
    /// <param name="settings">Who is notified.</param>
    /// <param name="http">Of those that are reached by HTTP.</param>
    /// <param name="open">The alerts that are not over.</param>
    /// <param name="time">For signatures, limits and what is sent again.</param>
    public static IReadOnlyList<IAlertSink> Create(AlertSettings settings, HttpDelivery http, OpenAlerts open, TimeProvider time)
    {
        List<IAlertSink> sinks = [];
        if (settings.Webhook is { } webhook) sinks.Add(new WebhookSink(webhook, settings.Language, http));
        if (settings.Command is { } command) sinks.Add(new CommandSink(command, settings.Language, time));
        if (settings.Email is { } email) sinks.Add(new EmailSink(email, time));
        sinks.AddRange(settings.Services.Select(service => Create(service, http, open, time)));
        return sinks;
    }

    /// <summary>The names of all of them.</summary>
    public static IReadOnlyList<string> NamesOf(AlertSettings settings) =>
    [
        .. settings.Webhook is null ? (string[])[] : [WebhookSink.ReceiverName],
        .. settings.Command is null ? (string[])[] : [CommandSink.ReceiverName],
        .. settings.Email is null ? (string[])[] : [EmailSink.ReceiverName],
        .. settings.Services.Select(service => service.Name),
    ];

    private static ServiceSink Create(ServiceSettings service, HttpDelivery http, OpenAlerts open, TimeProvider time)
    {
        return service.Service switch
        {
            ServiceName.Slack => new SlackSink(service, http),
            ServiceName.DingTalk => new DingTalkSink(service, http, time),
            ServiceName.Feishu => new FeishuSink(service, http, time),
            ServiceName.WeCom => new WeComSink(service, http),
            ServiceName.Teams => new TeamsSink(service, http),
            ServiceName.Discord => new DiscordSink(service, http),
            ServiceName.PagerDuty => new PagerDutySink(service, http, open),
            ServiceName.Opsgenie => new OpsgenieSink(service, http),
            ServiceName.Alertmanager => new AlertmanagerSink(service, http, open, time),
            _ => throw new ArgumentOutOfRangeException(nameof(service), service.Service, null),
        };
    }
}
