using System.Text;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Verification;
using Heapwise.Analysis.Suspects;
using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Runs;

namespace Heapwise.Cli.Texts;

/// <summary>The texts of a diagnosis in Chinese.</summary>
internal static class DiagnosisTextChinese
{
    // Long because it is the list of all texts.
    public static DiagnosisText Text { get; } = new()
    {
        Badge = verdict => verdict switch { Verdict.Leak => "存在泄漏", Verdict.NoLeak => "没有泄漏", _ => "无法确定" },
        VerificationBadge = verdict => verdict switch
        {
            VerificationVerdict.Fixed => "已修复",
            VerificationVerdict.NotFixed => "未修复",
            _ => "无法确定",
        },
        SuspectsBadge = verdict => verdict == SuspectsVerdict.Suspects ? "有嫌疑" : "无嫌疑",
        WhyItIsSuspected = "嫌疑理由",
        MoreSuspects = count => $"另有 {Counts.Format(count)} 个嫌疑对象：见 --format json。",
        WhatIsInTheHeap = "查看堆里有什么",
        ProvesGrowth = "证实增长，或排除嫌疑",
        ProvesGrowthInProduction = "对运行中的程序做同样的检查",
        SeveralLeaks = (count, bytes) => FormattableString.Invariant($"共 {count} 处泄漏，每轮合计 {bytes}"),
        BetweenSentences = "",
        Where = "代码位置",
        InFunction = function => $"（函数 {function}）",
        Compiled = place => $"（编译后：{place}）",
        WorkersLeftOut = (count, option) => $"未检查它的 {count} 个 worker 线程："
            + (option is null ? "使用 --load 时会逐个检查" : $"要诊断某个 worker 的堆，请使用 {option}"),
        EndedEarly = cause => cause.Length > 0 ? $"{cause}。将分析已完成的各轮" : "正在停止：将分析已完成的各轮；再次中断即可跳过分析",
        Partial = end => end == EarlyEnd.Stopped ? "结果不完整：运行在最后一轮之前被中断。" : "结果不完整：程序在最后一轮之前结束。",
        SeveralProcesses = several =>
        {
            var text = FormattableString.Invariant($"共 {several.Count} 个进程，其中 pid {several.ProcessId} 在处理负载");
            return several.Peers > 1 ? text + FormattableString.Invariant($"；它代表分担负载的 {several.Peers} 个同类进程") : text;
        },
        Undriven = port => FormattableString.Invariant(
            $"程序在端口 {port} 上监听，但没有任何请求：加上 --load /（或其他路径）即可施加负载"),
        ProcessesLeftOut = (count, option) => $"另有 {count} 个在工作的进程未检查："
            + (option is null ? "使用 --load 时会逐个检查" : $"要诊断它，请使用 {option}"),
        ProcessNotExamined = reason => $"另一个处理请求的进程未能检查：{reason}",
        NotConfirmed = reason => $"未能确认：{reason}",
        NotTraced = reason => $"未能得知由哪些调用分配：{reason}",
        DeclaredAt = place => $"声明于 {place}",
        AllocatedBy = "分配调用栈",
        OpenedBy = "打开文件的调用栈",
        Opened = (files, share) => FormattableString.Invariant($"再跑一轮时，打开后没有关闭的 {files:N0} 个文件里有 {share:0%} 由此调用栈打开。"),
        Traced = (objects, share) => FormattableString.Invariant($"在追踪轮次中，{objects:N0} 个对象里有 {share:0%} 由此调用栈分配。"),
        InLibrary = (library, functions) => (library is null ? "Node 内部" : $"{library} 内部")
            + (functions > 1 ? $"，{functions} 个函数" : ""),
        WhatHoldsIt = "引用路径（从 GC 根到泄漏对象）",
        Path = new PathText("引用", "对象", "ID", "保留大小", "代码", "变量"),
        AlsoHeldBy = others => $"同时还被以下对象引用：{string.Join("、", others)}。",
        AlsoFilled = others => $"同一次调用还会向以下对象添加内容：{string.Join("、", others)}。在这里删除时，那里也要删除。",
        WhatToDo = "修复建议",
        Lint = rule => $"静态检查：eslint-plugin-heapwise 的规则 {rule} 会在源代码中报告这类泄漏。",
        HowSure = "判断依据",
        Sureness = Sureness,
        Ignored = ignored =>
        {
            var findings = ignored.Select(finding => $"{finding.Title}（{finding.Fingerprint}）");
            return $"已忽略 {Counts.Format(ignored.Count)} 处：{string.Join("；", findings)}。";
        },
        StaleFingerprint = stale => $"--ignore {stale}：已没有对应此指纹的泄漏，请从列表中删除",
        Next = "下一步",
        WhatElseHoldsIt = "查看还有谁引用它",
        AllClassesThatGrew = "查看所有增长的类",
        TheSameWith = options => $"同样的命令加上 {options}",
        TheSameWithout = option => $"同样的命令，去掉 {option}",
        SnapshotsShowHolders = cost => $"显示是什么在持有；每个堆快照最多停顿 {Durations.Format(TimeSpan.FromSeconds(cost.PauseSeconds))}，"
            + $"占用 {ByteSize.Format(cost.MemoryBytes)}",
        Sampled = samples => $"存活的 {Counts.Format(samples)} 个样本中最多的调用栈。",
        KeepsTheSnapshots = "保留堆快照，便于深入分析",
        TellsStartFromLeak = "区分启动阶段的内存增长与泄漏",
        AfterTheFix = "修复之后",
        KeepThisReport = "先保存这份报告：同样的命令加上 ",
        Then = "。然后运行",
        TheSnapshots = "堆快照",
        TheRounds = "各轮数据（GC 之后）",
        Round = "轮次",
        Snapshot = "堆快照",
        Baseline = "基线",
        Burst = "突发",
        Last = "末轮",
        LastRound = "末轮",
        TracedRound = "追踪轮次",
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
        HeapAfterEachRound = "每轮之后的堆内存（GC 之后）",
        Reached = (name, version, load) => $"{name}，Node {version}：{load}",
        Load = load => load switch
        {
            LoadDescription.Requests requests =>
                FormattableString.Invariant($"每轮 {requests.Count} 个请求（{requests.Request}），并发 {requests.Concurrency}"),
            LoadDescription.Command command => command.Text,
            LoadDescription.OwnWork work => $"每轮 {Durations.Format(work.Every)}，程序运行自身业务",
            _ => throw new NotSupportedException(load.GetType().Name),
        },
        Step = (step, round, idle) => step switch
        {
            DiagnosisStep.Waiting => "等待程序响应",
            DiagnosisStep.WarmingUp => "预热",
            DiagnosisStep.Loading => $"{round}：施加负载",
            DiagnosisStep.Resting => $"{round}：空闲 {idle}，等待可过期的对象释放",
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
                [var only] => only[^1] > '\u2e7f' ? $"{only}在增长" : $"{only} 在增长",
                _ => $"有 {Counts.Format(holders.Count)} 处在增长",
            };
            return $"{what}：是泄漏，还是缓存尚未填满？将连续施加 {Counts.Format(rounds)} 轮负载，再运行一轮来确认";
        },
        Compared = places => places == 0 ? "没有持续累积的对象，无需确认" : $"有 {Counts.Format(places)} 处在增长；不再施加突发负载来确认",
        SamplingAgain = (before, now) =>
            $"内存在增长，但样本太少，看不出由谁分配。采样间隔从 {ByteSize.Format(before)} 缩短到 {ByteSize.Format(now)}，再运行一遍",
        Tracing = "对仍在增长的对象，追踪到 GC 根和代码位置",
        RoundDone = Done,
        TimeLeft = time => $"，剩余 {time}",
    };

    private static string Sureness(string? name, string confidence, IReadOnlyList<string> evidence, string fingerprint)
    {
        var prefix = name is null ? "" : name + "：";
        var reasons = evidence.Count == 0 ? "" : $"：{string.Join("；", evidence)}";
        return $"{prefix}置信度{confidence}{reasons}。指纹 {fingerprint}。";
    }

    private static string Done(string round, DiagnosisNews.RoundDone done, long? change)
    {
        var text = new StringBuilder(round).Append('：');
        if (done.Load is { Requests: { } requests } load)
            text.Append($"{Counts.Format(requests)} 个请求用时 {Durations.Format(load.Duration)}");
        else if (done.Load is not null) text.Append(Durations.Format(done.Load.Duration));
        if (done.Load is { Failures: > 0 and var failures }) text.Append($"（失败 {Counts.Format(failures)} 个）");
        if (done.Load is not null) text.Append('，');
        text.Append($"GC 后堆内存 {ByteSize.Format(done.Floor.HeapUsedBytes)}");
        if (change is { } bytes) text.Append($"（{ByteSize.FormatChange(bytes)}）");
        if (done.Snapshot is { } taken) text.Append($"，堆快照 {ByteSize.Format(taken.FileBytes)}，用时 {Durations.Format(taken.Pause)}");
        if (!done.Floor.IsSteady) text.Append("；内存尚未稳定");
        return text.ToString();
    }
}
