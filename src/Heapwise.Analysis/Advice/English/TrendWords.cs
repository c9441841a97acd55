using System.Globalization;
using Heapwise.Analysis.Growth;

namespace Heapwise.Analysis.Advice.English;

/// <summary>Why a measure's trend is judged as it is.</summary>
internal static class TrendWords
{
    public static string Of(TrendReason reason) => reason switch
    {
        TrendReason.TooFewRounds => "fewer than two rounds after the first reading",
        TrendReason.Falls => "it falls",
        TrendReason.WithinNoise => "it stays within the noise",
        TrendReason.GoneWhenIdle => "half of the growth or more went away when idle",
        TrendReason.Fades fades => string.Create(CultureInfo.InvariantCulture, $"growth fades: {fades.Last:N0} in the last round after {fades.Strongest:N0} in the strongest"),
        TrendReason.Uneven uneven => $"{uneven.Rising} of {uneven.Rounds} rounds grew, not at one rate",
        TrendReason.Steady steady => string.Create(CultureInfo.InvariantCulture, $"it grew in each of {steady.Rounds} rounds, the least by {steady.LeastShare:P0} of the most"),
        _ => throw new NotSupportedException(reason.GetType().Name),
    };
}
