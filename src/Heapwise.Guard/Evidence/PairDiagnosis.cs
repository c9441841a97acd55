using System.Globalization;
using System.Text.Json;
using Heapwise.Analysis.Reports;
using Heapwise.Guard.Alerts;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Evidence;

/// <summary>Has a pair of snapshots diagnosed by another run of heapwise, and takes the most important of it for an alert.</summary>
internal sealed class PairDiagnosis(OwnProgram program)
{
    private const int FoundLeak = 1;
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(15);

    public async Task<Finding> RunAsync(
        IReadOnlyList<string> snapshots, string reportFile, NewsLanguage language, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(MaxTime);
        try
        {
            var run = await program.RunAsync(
                ["diagnose", .. snapshots, "--format", "json", "-o", reportFile, "--overwrite", "--quiet",
                    "--lang", $"{language}".ToLowerInvariant()],
                isUrgent: false,
                patience.Token);
            if (run.ExitCode is not (0 or FoundLeak)) return Failed(run.Reason);
            return Read(ReportJson.ReadDiagnosis(await File.ReadAllTextAsync(reportFile, cancellation)), reportFile);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed(string.Create(CultureInfo.InvariantCulture, $"it took longer than {MaxTime.TotalMinutes:0} minutes"));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException)
        {
            return Failed(problem.Message);
        }
    }

    internal static Finding Read(DiagnosisReport report, string reportFile)
    {
        var verdict = JsonNamingPolicy.KebabCaseLower.ConvertName($"{report.Verdict}");
        if (report.Findings is not [var first, ..]) return new Finding(verdict, report.Reason, "", "", reportFile);
        var place = first.Location is { } location ? $"{location}" : "";
        return new Finding(verdict, first.Title, place, first.Holder.Path, reportFile);
    }

    private static Finding Failed(string reason) => new("failed", $"the snapshots could not be diagnosed: {reason}", "", "", "");
}
