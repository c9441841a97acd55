using Heapwise.Analysis.Leaks;

namespace Heapwise.Diagnosis.Runs;

/// <summary>The first pass of a diagnosis without snapshots, where a second one follows.</summary>
/// <param name="Diagnosis">What it showed.</param>
/// <param name="Driven">How long it drove the target.</param>
internal sealed record SampledPass(LeakDiagnosis Diagnosis, TimeSpan Driven)
{
    /// <summary>Those that drove the target.</summary>
    public int Rounds => Diagnosis.Rounds.Count - 1;

    /// <summary>The options with the load that is left of what is allowed in all.</summary>
    public DiagnosisOptions LeaveOf(DiagnosisOptions options) => options with
    {
        MaxRounds = options.MaxRounds - Rounds,
        MaxRequests = options.MaxRequests - Diagnosis.Rounds.Sum(round => round.Requests ?? 0),
    };
}
