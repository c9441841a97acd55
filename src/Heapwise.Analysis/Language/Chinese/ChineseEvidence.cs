using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Process;
using Heapwise.Analysis.Survivors;
using static Heapwise.Analysis.Language.Chinese.ChinesePhrases;

namespace Heapwise.Analysis.Language.Chinese;

/// <summary>What the confidence in a leak and the judgement of a trend are based on.</summary>
internal static class ChineseEvidence
{
    public static IReadOnlyList<string> Describe(LeakEvidence evidence) => evidence switch
    {
        LeakEvidence.BornObjects born =>
        [
            $"各轮创建且至今存活的对象数：{string.Join('、', born.Born.Select(Count))}",
            Evenness(born.Steadiness),
            HolderGrew(born.HolderGrew),
        ],
        LeakEvidence.RetainedBytes grown =>
        [
            $"保留大小（retained size）每轮的增量：{string.Join('、', grown.Grown.Select(bytes => Bytes(bytes)))}",
            Evenness(grown.Steadiness),
            HolderGrew(true),
        ],
        LeakEvidence.LeapingBytes leaps =>
        [
            $"数组的保留大小（retained size）每轮的增量：{string.Join('、', leaps.Grown.Select(bytes => Bytes(bytes)))}",
            $"数组的存储区按跳跃方式扩容，这些增量符合每{Unit(leaps.Basis)} {Bytes((long)leaps.MinBytes)} 到 {Bytes((long)leaps.MaxBytes)} 的稳定速率",
        ],
        LeakEvidence.LiveSamples live =>
        [
            $"各轮分配且至今存活的样本数：{string.Join('、', live.Samples.Select(Count))}，每个样本约代表 {Bytes(live.IntervalBytes)}",
            Evenness(live.Steadiness),
            "没有生成堆快照，因此不知道是什么在持有它们",
        ],
        LeakEvidence.HeldMore more => ChineseStructure.Evidence(more),
        LeakEvidence.RisingMeasure rising => [Rise(rising.Measure, rising.Values), Describe(rising.Reason)],
        _ => throw new NotSupportedException(evidence.GetType().Name),
    };

    public static string Describe(TrendReason reason) => reason switch
    {
        TrendReason.TooFewRounds => "首次读数之后不足两轮",
        TrendReason.Falls => "呈下降趋势",
        TrendReason.WithinNoise => "变化在噪声范围内",
        TrendReason.GoneWhenIdle => "空闲后增长量回落了一半以上",
        TrendReason.Fades fades => $"增长在减弱：增长最多的一轮增加 {fades.Strongest:N0}，最后一轮只增加 {fades.Last:N0}",
        TrendReason.Uneven uneven => $"{uneven.Rounds} 轮中有 {uneven.Rising} 轮增长，但速率不一致",
        TrendReason.Steady steady => $"{steady.Rounds} 轮每轮都在增长，增长最少的一轮是最多的一轮的 {Percent(steady.SlowestShare)}",
        _ => throw new NotSupportedException(reason.GetType().Name),
    };

    private static string Evenness(Steadiness steadiness) =>
        $"{(steadiness.Basis == RateBasis.Second ? "按每秒计，" : "")}增长最少的一轮是最多的一轮的 {Percent(steadiness.Evenness)}";

    private static string Unit(RateBasis basis) => basis switch
    {
        RateBasis.Request => "个请求",
        RateBasis.Second => "秒",
        _ => "轮",
    };

    private static string HolderGrew(bool? grew) => grew switch
    {
        true => "持有者本身每轮都在增长",
        false => "持有者的增长少于放入的对象",
        null => "持有者的大小无法跟踪",
    };

    private static string Rise(Measure measure, IReadOnlyList<long> values)
    {
        var list = values.Select(value => measure == Measure.FileDescriptors ? Count(value) : Bytes(value));
        return $"每轮之后，{ChineseNames.Of(measure)}：{string.Join('、', list)}";
    }
}
