using System.Globalization;
using System.Text;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Live.Files;

namespace Heapwise.Cli.PipelineReports;

/// <summary>
/// What a job of GitHub Actions shows by itself: annotations at the lines of a change, and the page as the summary of the step. They go
/// to standard error, because the runner reads that, too, and the answer may be JSON.
/// </summary>
internal static class GitHubReport
{
    /// <summary>GitHub shows ten of each level in a step.</summary>
    private const int MaxAnnotations = 10;

    private const int MaxSummaryBytes = 1_000_000;

    public static void Write(TestReport report, Page page, Terminal terminal)
    {
        if (terminal.Variable("GITHUB_ACTIONS") != "true") return;
        foreach (var level in PipelineProblems.Of(report).GroupBy(problem => problem.Level))
            foreach (var problem in level.Take(MaxAnnotations)) terminal.Error.WriteLine(Annotate(problem));
        if (terminal.Variable("GITHUB_STEP_SUMMARY") is { Length: > 0 } file) Summarize(page, file);
    }

    private static string Annotate(PipelineProblem problem)
    {
        var command = problem.Level switch { ProblemLevel.Error => "error", ProblemLevel.Warning => "warning", _ => "notice" };
        var message = problem.Message.Length > 0 ? problem.Message : problem.Title;
        var place = string.Create(CultureInfo.InvariantCulture, $"file={Property(problem.File)},line={problem.Line},col={problem.Column}");
        return $"::{command} {place},title={Property(problem.Title)}::{Data(message)}";
    }

    /// <summary>A summary that is too large would be dropped as a whole.</summary>
    private static void Summarize(Page page, string file)
    {
        using var text = new StringWriter { NewLine = "\n" };
        MarkdownRenderer.Write(page, text);
        var bytes = Encoding.UTF8.GetBytes(text.ToString());
        try
        {
            using var summary = new FileStream(file, FileMode.Append, FileAccess.Write);
            summary.Write(bytes.AsSpan(0, Math.Min(bytes.Length, MaxSummaryBytes)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"GITHUB_STEP_SUMMARY {file}: cannot be written: {FileErrors.Describe(failure)}", failure);
        }
    }

    private static string Data(string text) =>
        SafeText.OneLine(text).Replace("%", "%25", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
