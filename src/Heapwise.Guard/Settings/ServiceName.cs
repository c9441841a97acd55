namespace Heapwise.Guard.Settings;

/// <summary>Services that take alerts through an API of their own.</summary>
public enum ServiceName
{
    Slack,
    DingTalk,
    Feishu,
    WeCom,
    Teams,
    Discord,
    PagerDuty,
    Opsgenie,
    Alertmanager,
}
