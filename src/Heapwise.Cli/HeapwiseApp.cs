using System.CommandLine;
using Heapwise.Analysis.Survivors;
using Heapwise.Cli.Commands;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Help;
using Heapwise.Cli.Options;
using Heapwise.Cli.Shell;
using Heapwise.Cli.Texts;
using Heapwise.Diagnosis.Loads;
using Heapwise.Diagnosis.Settings;
using Heapwise.Heap.Format;
using Heapwise.Live.Capture;
using Heapwise.Live.Files;
using Heapwise.Live.Targets;
using Heapwise.Outside.Failures;
using Heapwise.Store;

namespace Heapwise.Cli;

/// <summary>One run of the command line: arguments in, exit code out. Only here do exceptions become text and exit codes.</summary>
internal static class HeapwiseApp
{
    /// <summary>@123 is an object's id here, never a file of arguments.</summary>
    internal static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    public static async Task<int> RunAsync(IReadOnlyList<string> args, Terminal terminal, CancellationToken cancellation = default)
    {
        var root = HeapwiseCommand.Create(terminal);
        var parsed = root.Parse(args, Parser);
        if (UsageErrors.Find(parsed) is { } mistake) return Fail(terminal, mistake, ExitCode.Usage);
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        try
        {
            var exitCode = await parsed.InvokeAsync(invocation, cancellation);
            foreach (var work in terminal.AfterAnswer) work();
            return exitCode;
        }
        catch (Exception failure) when (cancellation.IsCancellationRequested && IsInterruption(failure))
        {
            // Ctrl-C also reaches a program that we started: its end is expected.
            return Fail(terminal, "stopped", ExitCode.Interrupted);
        }
        catch (TargetExitedException ended)
        {
            var isAdvised = ended.ExitCode is not null && parsed.CommandResult.Command is not RecordCommand;
            var why = LastWords.Of(ended) is { Length: > 0 } words ? words : isAdvised ? EndedProgram.Advice(parsed) : "";
            var message = ended.Message + why;
            return Fail(terminal, message, ExitCode.Usage, ended, OutputOptions.IsVerbose(parsed));
        }
        catch (OutsideException refused) when (refused.Failure is OutsideFailure.TooSlow or OutsideFailure.NoRoom)
        {
            return Fail(terminal, refused.Message, ExitCode.Refused);
        }
        catch (CaptureRefusedException refused)
        {
            return Fail(terminal, refused.Message, ExitCode.Refused);
        }
        catch (Exception failure) when (IsExplained(failure))
        {
            var message = failure is IOException or UnauthorizedAccessException ? FileErrors.DescribeWithPath(failure) : failure.Message;
            return Fail(terminal, message, ExitCode.Usage, failure, OutputOptions.IsVerbose(parsed));
        }
        catch (Exception failure)
        {
            var verbose = OutputOptions.IsVerbose(parsed);
            var advice = verbose ? "" : " Please report it, with the details that --verbose prints.";
            return Fail(terminal, $"internal error: {failure.Message.TrimEnd('.')}.{advice}", ExitCode.Refused, failure, verbose);
        }
    }

    private static bool IsInterruption(Exception failure) => failure is OperationCanceledException or TargetException or LoadException;

    /// <summary>Failures whose message is enough for the person at the terminal.</summary>
    private static bool IsExplained(Exception failure) => failure is UsageException or SnapshotFormatException or SnapshotSeriesException
        or TargetException or OutsideException or LoadException or SettingsException
        or StoreException or IOException or UnauthorizedAccessException;

    private static int Fail(Terminal terminal, string message, int exitCode, Exception? failure = null, bool verbose = false)
    {
        terminal.Error.WriteLine("heapwise: " + SafeText.OneLine(message));
        if (verbose && failure is not null) terminal.Error.WriteLine(failure);
        return exitCode;
    }
}
