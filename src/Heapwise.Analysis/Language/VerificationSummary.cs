using Heapwise.Analysis.Leaks.Verification;
using Heapwise.Analysis.Process;

namespace Heapwise.Analysis.Language;

/// <summary>What the sentence about a verification may mention.</summary>
/// <param name="Verdict">Whether the fix holds.</param>
/// <param name="Leaks">Leaks of the report that were looked for.</param>
/// <param name="Gone">How many of them were not found again.</param>
/// <param name="Shrunk">How many were found at a lower rate.</param>
/// <param name="Moved">How many were found elsewhere.</param>
/// <param name="New">Leaks that the report does not have.</param>
/// <param name="Intervals">Intervals of the program that was verified.</param>
/// <param name="Diagnosis">What the diagnosis of that program says.</param>
/// <param name="OtherLoads">What both runs were put under, where that was not the same; else null.</param>
public sealed record VerificationSummary(
    VerificationVerdict Verdict, int Leaks, int Gone, int Shrunk, int Moved, int New, int Intervals, string Diagnosis,
    (RunLoad Before, RunLoad After)? OtherLoads = null);
