using System.Text;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Verification;
using Heapwise.Cli.Formatting;
using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Runs;

namespace Heapwise.Cli.Texts;

/// <summary>The words of a diagnosis in Chinese.</summary>
internal static class DiagnosisTextChinese
{
    public static DiagnosisText Text { get; } = new()
    {
        Badge = verdict => verdict switch { Verdict.Leak => "存在泄漏", Verdict.NoLeak => "没有泄漏", _ => "无法确定" },
        VerificationBadge = verdict => verdict switch { VerificationVerdict.Fixed => "已修复", VerificationVerdict.NotFixed => "未修复", _ => "无法确定" },
        SeveralLeaks = (count, bytes) => FormattableString.Invariant($"共 {count} 处泄漏，每轮合计 {bytes}"),
        BetweenSentences = "",
        Where = "代码位置",
        InFunction = function => $"（函数 {function}）",
        Compiled = place => $"（编译后：{place}）",
        WorkersLeftOut = (count, option) => $"没有查看它的 {count} 个 worker 线程：要诊断某个 worker 自己的堆，请给出 {option}",
        NotConfirmed = reason => $"未能确认：{reason}",
        DeclaredAt = place => $"声明于 {place}",
        WhatHoldsIt = "引用路径（从 GC 根到泄漏对象）",
        Path = new PathText("引用", "对象", "ID", "保留大小", "代码", "变量"),
        AlsoHeldBy = others => $"同时还被以下对象引用：{string.Join("、", others)}。",
        WhatToDo = "修复建议",
        HowSure = "判断依据",
        Sureness = (name, confidence, evidence, fingerprint) =>
            $"{(name is null ? "" : name + "：")}置信度{confidence}{(evidence.Count == 0 ? "" : "：")}{string.Join("；", evidence)}。指纹 {fingerprint}。",
        Ignored = ignored => $"已忽略 {Units.Count(ignored.Count)} 处：{string.Join("；", ignored.Select(finding => $"{finding.Title}（{finding.Fingerprint}）"))}。",
        StaleFingerprint = stale => $"--ignore {stale}：已经没有泄漏对应这个指纹，请从列表中删除",
        Next = "下一步",
        WhatElseHoldsIt = "查看还有谁引用它",
        AllClassesThatGrew = "查看所有增长的类",
        TheSameWith = options => $"同样的命令加上 {options}",
        KeepsTheSnapshots = "保留堆快照，便于深入分析",
        TellsAStartFromALeak = "区分启动阶段的增长和泄漏",
        AfterTheRepair = "修复之后",
        KeepThisReport = "先保存这份报告：同样的命令加上 ",
        Then = "。然后运行",
        TheSnapshots = "堆快照",
        TheRounds = "各轮数据（垃圾回收之后）",
        Round = "轮次",
        Snapshot = "堆快照",
        Baseline = "基线",
        Burst = "加压",
        Last = "末轮",
        LastRound = "末轮",
        Requests = "请求数",
        Heap = "堆内存",
        Change = "变化",
        External = "堆外内存",
        Descriptors = "文件描述符",
        AfterAndBefore = (after, before) => $"{after}（修复前：{before}）",
        LeaksByRequest = "各处泄漏（按每个请求计）",
        LeaksByRound = "各处泄漏（按每轮计）",
        Before = "修复前",
        Now = "现在",
        Finding = "泄漏",
        Outcome = outcome => outcome switch
        {
            LeakOutcome.Gone => "已消失",
            LeakOutcome.Shrunk => "已减小",
            LeakOutcome.StillThere => "仍存在",
            LeakOutcome.Moved => "已转移",
            _ => "新出现",
        },
        HeapAfterEachRound = "每轮之后的堆内存（垃圾回收之后）",
        Reached = (name, version, load) => $"{name}，Node {version}：{load}",
        Load = load => load switch
        {
            LoadDescription.Requests requests => FormattableString.Invariant($"每轮 {requests.Count} 个请求（{requests.Request}），并发 {requests.Concurrency}"),
            LoadDescription.Command command => command.Text,
            LoadDescription.OwnWork work => FormattableString.Invariant($"每轮 {work.Every.TotalSeconds:0.#} s，程序做自己的工作"),
            _ => throw new NotSupportedException(load.GetType().Name),
        },
        Step = (step, round, idle) => step switch
        {
            DiagnosisStep.Waiting => "等待程序响应",
            DiagnosisStep.WarmingUp => "预热",
            DiagnosisStep.Loading => $"{round}：施加负载",
            DiagnosisStep.Resting => $"{round}：静置 {idle}，让会过期的对象释放",
            DiagnosisStep.Settling => $"{round}：等待内存稳定",
            DiagnosisStep.Capturing => $"{round}：生成堆快照",
            DiagnosisStep.Reading => "读取堆快照",
            DiagnosisStep.Analyzing => "比较堆快照",
            _ => throw new NotSupportedException(step.ToString()),
        },
        RoundOf = (number, rounds) => FormattableString.Invariant($"第 {number}/{rounds} 轮"),
        Confirming = (holders, rounds) =>
        {
            var what = holders switch
            {
                [] => "内存在增长",
                [var only] => $"{only} 在增长",
                _ => $"有 {Units.Count(holders.Count)} 处在增长",
            };
            return $"{what}：是泄漏，还是正在填充的缓存？连续施加 {Units.Count(rounds)} 轮负载，再加一轮来确认";
        },
        RoundDone = Done,
        TimeLeft = time => $"，剩余 {time}",
    };

    private static string Done(string round, DiagnosisNews.RoundDone done, long? change)
    {
        var text = new StringBuilder(round).Append('：');
        if (done.Load is { Requests: { } requests } load) text.Append($"{Units.Count(requests)} 个请求用时 {Units.Duration(load.Duration)}");
        else if (done.Load is not null) text.Append(Units.Duration(done.Load.Duration));
        if (done.Load is { Failures: > 0 and var failures }) text.Append($"（失败 {Units.Count(failures)} 个）");
        if (done.Load is not null) text.Append('，');
        text.Append($"回收后堆内存 {Units.Bytes(done.Floor.Sample.HeapUsedBytes)}");
        if (change is { } bytes) text.Append($"（{Units.ByteChange(bytes)}）");
        text.Append($"，堆快照 {Units.Bytes(done.Snapshot.FileBytes)}，用时 {Units.Duration(done.Snapshot.Pause)}");
        if (!done.Floor.IsSteady) text.Append("；程序尚未静止");
        return text.ToString();
    }
}
