using Heapwise.Analysis.Process;
using static Heapwise.Analysis.Language.Chinese.ChinesePhrases;

namespace Heapwise.Analysis.Language.Chinese;

/// <summary>What a program did while it was watched.</summary>
internal static class ChineseActivity
{
    public static string Describe(ProgramActivity activity, RunLoad? load)
    {
        var served = activity.Requests is { } requests ? $"处理 {Count(requests)} 个请求{Statuses(activity)}，" : "";
        return $"工作 {activity.Seconds:0.#} 秒：{served}至少分配 {Bytes(activity.AllocatedBytes)}，"
            + $"事件循环繁忙 {activity.LoopUtilization * 100:0.#}%。{Hint(activity, load)}";
    }

    /// <summary>The load name as part of a sentence.</summary>
    public static string NameOf(RunLoad load) => load.Text ?? "程序自身的工作";

    public static string Doubt(ProgramActivity activity) => activity.Doubt switch
    {
        ActivityDoubt.Idle => "程序处于空闲状态：没有对象累积，但它也没有做任何工作。用 --load URL 施加负载，或用 --every TIME 延长每轮。",
        ActivityDoubt.OnlyRedirects => $"所有响应都是重定向{Statuses(activity)}，其后的代码没有执行。加上 --follow 可跟随重定向。",
        _ => $"所有请求都失败了{Statuses(activity)}，其后的代码没有执行。请检查 URL、方法和请求头。",
    };

    private static string Hint(ProgramActivity activity, RunLoad? load) => load is { Varies: false } && activity.Doubt == ActivityDoubt.None
        ? "所有请求都相同：按用户或 id 保存的内容，只有在 URL、请求头或请求体中使用 {n} 时才会增长。"
        : "";

    private static string Statuses(ProgramActivity activity)
    {
        List<string> parts = [.. (activity.Statuses ?? new Dictionary<int, int>()).Select(row => $"{row.Key}：{row.Value:N0} 个")];
        return parts.Count == 0 ? "" : $"（{string.Join("，", parts)}）";
    }
}
