using Heapwise.Analysis.Language.Units;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Alerts.Words;

/// <summary>The labels and short phrases of an alert, in one language.</summary>
internal abstract record AlertWords
{
    public required string Colon { get; init; }

    public required string Comma { get; init; }

    public required string Process { get; init; }

    public required string Host { get; init; }

    public required string Container { get; init; }

    public required string Heap { get; init; }

    public required string Resident { get; init; }

    public required string Group { get; init; }

    public required string Floor { get; init; }

    public required string Evidence { get; init; }

    public required string NotDone { get; init; }

    public required string Place { get; init; }

    public required string HeldBy { get; init; }

    public required string Report { get; init; }

    public required string Next { get; init; }

    public static AlertWords Of(NewsLanguage language) => language == NewsLanguage.Zh ? Chinese.Words : English.Words;

    /// <summary>What kind of event it is.</summary>
    public abstract string KindOf(EventReport happened);

    /// <summary>The title over several events.</summary>
    public abstract string Several(int count);

    /// <summary>What is left after collections; null where too little is known.</summary>
    public abstract string? Describe(EventTrend trend);

    private sealed record English : AlertWords
    {
        public static readonly English Words = new()
        {
            Colon = ": ",
            Comma = ", ",
            Process = "Process",
            Host = "Host",
            Container = "Container",
            Heap = "Heap",
            Resident = "Resident memory",
            Group = "Control group",
            Floor = "After collections",
            Evidence = "Evidence",
            NotDone = "Not done",
            Place = "At",
            HeldBy = "Held by",
            Report = "Report",
            Next = "Next",
        };

        public override string KindOf(EventReport happened) => happened switch
        {
            { State: "resolved" } => "Resolved",
            { State: "firing", Severity: "critical" } => "Critical",
            { State: "firing", Severity: "warning" } => "Warning",
            { State: "firing" } => "Info",
            { Kind: "evidence" } => "Evidence",
            { Kind: "upload" } => "Uploaded",
            { Kind: "finding", Finding.Verdict: "leak" } => "Leak found",
            { Kind: "finding" } => "Diagnosis",
            _ => happened.Kind,
        };

        public override string Several(int count) => $"Heapwise: {count} events";

        public override string? Describe(EventTrend trend) => trend.Verdict switch
        {
            "growing" => $"grows by {ByteSize.FormatShort(trend.BytesPerMinute)} a minute"
                + (trend.SecondsLeft is { } left ? $", {Durations.Format(TimeSpan.FromSeconds(left))} until the limit" : ""),
            "shrinking" => "falls",
            "steady" => "steady",
            _ => null,
        };
    }

    private sealed record Chinese : AlertWords
    {
        public static readonly Chinese Words = new()
        {
            Colon = "：",
            Comma = "，",
            Process = "进程",
            Host = "主机",
            Container = "容器",
            Heap = "堆",
            Resident = "常驻内存",
            Group = "控制组",
            Floor = "回收后剩余",
            Evidence = "证据",
            NotDone = "未执行",
            Place = "位置",
            HeldBy = "持有者",
            Report = "报告",
            Next = "下一步",
        };

        public override string KindOf(EventReport happened) => happened switch
        {
            { State: "resolved" } => "已解除",
            { State: "firing", Severity: "critical" } => "严重",
            { State: "firing", Severity: "warning" } => "警告",
            { State: "firing" } => "提示",
            { Kind: "evidence" } => "证据",
            { Kind: "upload" } => "已上传",
            { Kind: "finding", Finding.Verdict: "leak" } => "发现泄漏",
            { Kind: "finding" } => "诊断",
            _ => happened.Kind,
        };

        public override string Several(int count) => $"Heapwise：{count} 个事件";

        public override string? Describe(EventTrend trend) => trend.Verdict switch
        {
            "growing" => $"每分钟增长 {ByteSize.FormatShort(trend.BytesPerMinute)}"
                + (trend.SecondsLeft is { } left ? $"，约 {Durations.Format(TimeSpan.FromSeconds(left))} 后达到上限" : ""),
            "shrinking" => "下降",
            "steady" => "平稳",
            _ => null,
        };
    }
}
