using Heapwise.Analysis.Leaks.Verification;
using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Reports;

/// <summary>Growth of everything that the findings hold, or of the heap's floor where there is no finding.</summary>
public sealed record GrowthReport
{
    public required double BytesPerRound { get; init; }

    public required double? BytesPerRequest { get; init; }

    /// <summary>Growth per usual round, and per request of the rounds that have requests.</summary>
    public static GrowthReport From(double bytesPerRound, IReadOnlyList<Round> rounds)
    {
        var counted = rounds.Skip(1).Where(round => round.Requests is > 0).ToList();
        var requests = counted.Sum(round => round.Requests ?? 0);
        return new GrowthReport
        {
            BytesPerRound = Math.Round(bytesPerRound),
            BytesPerRequest = requests == 0 ? null : Math.Round(bytesPerRound * counted.Sum(round => round.Weight) / requests, 1),
        };
    }

    public static GrowthReport From(GrowthRate rate) =>
        new() { BytesPerRound = rate.BytesPerRound, BytesPerRequest = rate.BytesPerRequest };
}
