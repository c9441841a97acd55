using System.CommandLine;
using Heapwise.Cli.LiveScreen;
using Heapwise.Cli.Options;
using Heapwise.Cli.Renderers;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Cli.Commands;

/// <summary>
/// Attaches to the process that a command is about. While it takes long, a progress line says what is waited for. A program that is started
/// is held before its first line: the command lets it run once it observes it.
/// </summary>
internal static class TargetOpening
{
    /// <param name="option">The command's.</param>
    /// <param name="spec">What it resolved to.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="output">Where progress goes.</param>
    /// <param name="cancellation">Ends the attempt and leaves the process as it was.</param>
    /// <param name="programOutput">Where the output of a started program goes; null: to our standard error.</param>
    /// <exception cref="TargetException">It cannot be reached; the message says why and what to do.</exception>
    public static async Task<NodeTarget> OpenAsync(
        TargetOption option, TargetSpec spec, ParseResult parsed, Output output, CancellationToken cancellation,
        Stream? programOutput = null)
    {
        using var line = new ProgressLine(output.ShowsProgress ? output.Terminal : null);
        var options = option.LimitsOf(parsed, output.Terminal.Time) with
        {
            ProgramOutput = programOutput,
            Waiting = line.OfAttaching(),
            Notes = new Notes(output),
            HoldsPrograms = true,
        };
        var target = await NodeTarget.OpenAsync(spec, options, cancellation);
        output.Trace($"attached to {target.Name}, Node {target.NodeVersion}");
        return target;
    }

    private sealed class Notes(Output output) : IProgress<string>
    {
        void IProgress<string>.Report(string value) => output.Say(value);
    }
}
