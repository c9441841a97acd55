using Heapwise.Analysis.Leaks;
using Heapwise.Diagnosis.Runs;
using Heapwise.Live.Capture;
using Heapwise.Live.Targets;
using Heapwise.Outside.Failures;

namespace Heapwise.Cli.Commands;

/// <summary>What <c>diagnose</c> does where V8's snapshot would cost a process too much: it starts again and copies its memory.</summary>
/// <param name="Target">What is diagnosed.</param>
/// <param name="IsForbidden">Whether <c>--no-outside</c> was given.</param>
/// <param name="MaxPause">How long the process may stand still, if that was given.</param>
internal sealed record CopyInstead(TargetSpec Target, bool IsForbidden, TimeSpan? MaxPause)
{
    private bool IsPossible =>
        OperatingSystem.IsLinux() && !IsForbidden && Target is TargetSpec.RunningProcess { Worker: null };

    /// <param name="diagnose">Makes a diagnosis.</param>
    /// <param name="options">How, if nothing is refused.</param>
    /// <param name="notes">Hears of the change.</param>
    /// <exception cref="CaptureRefusedException">Refused, and it cannot be copied.</exception>
    public async Task<LeakDiagnosis> DiagnoseAsync(
        Func<DiagnosisOptions, Task<LeakDiagnosis>> diagnose, DiagnosisOptions options, IProgress<string> notes)
    {
        try
        {
            return await diagnose(options);
        }
        catch (CaptureRefusedException refused) when (options.Way == DiagnosisWay.Snapshots && IsPossible)
        {
            notes.Report($"{refused.Message}. Its memory is copied instead (--outside; not with --no-outside)");
            try
            {
                var capture = options.Capture with { MaxPause = MaxPause };
                return await diagnose(options with { Way = DiagnosisWay.Outside, Traces = false, Capture = capture });
            }
            catch (OutsideException problem)
            {
                throw new CaptureRefusedException($"{refused.Message}, and it cannot be copied: {problem.Message}");
            }
        }
    }
}
