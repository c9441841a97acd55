using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;

namespace Heapwise.Cli.Pages.Parts;

/// <summary>The first line of every page about one running process.</summary>
internal static class ProcessHeader
{
    /// <param name="page">The page to begin.</param>
    /// <param name="report">What it is about.</param>
    /// <param name="details">What follows the name and the script, with its punctuation.</param>
    public static Page SayProcess(this Page page, ProcessReport report, params ReadOnlySpan<Piece> details)
    {
        var process = $"node {report.ProcessId}";
        var name = report.Worker is { } worker ? $"worker {worker} of {process}" : process;
        Piece script = report.Script is null ? "" : new Piece(" " + report.Script, Tone.Code);
        return page.Say([new Piece(name, Tone.Strong), script, .. details]);
    }
}
