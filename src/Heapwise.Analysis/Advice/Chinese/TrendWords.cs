using System.Globalization;
using Heapwise.Analysis.Growth;

namespace Heapwise.Analysis.Advice.Chinese;

/// <summary>Why a measure's trend is judged as it is.</summary>
internal static class TrendWords
{
    public static string Of(TrendReason reason) => reason switch
    {
        TrendReason.TooFewRounds => "首次读数之后不足两轮",
        TrendReason.Falls => "在下降",
        TrendReason.WithinNoise => "变化在噪声范围内",
        TrendReason.GoneWhenIdle => "空闲时增长量回落了一半以上",
        TrendReason.Fades fades => string.Create(CultureInfo.InvariantCulture, $"增长在减弱：最强的一轮增加 {fades.Strongest:N0}，最后一轮只增加 {fades.Last:N0}"),
        TrendReason.Uneven uneven => $"{uneven.Rounds} 轮中有 {uneven.Rising} 轮增长，但速率不一致",
        TrendReason.Steady steady => string.Create(CultureInfo.InvariantCulture, $"{steady.Rounds} 轮每轮都在增长，最少的一轮是最多的一轮的 {steady.LeastShare * 100:F0}%"),
        _ => throw new NotSupportedException(reason.GetType().Name),
    };
}
