using Heapwise.Live.Processes;

namespace Heapwise.Live.Targets;

/// <summary>
/// Something about a target cannot be done. The message is one line for the person at the terminal: the thing, the value, the next step.
/// </summary>
public class TargetException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The target ended while we were working with it, or before it could be reached.</summary>
public sealed class TargetExitedException(string message, int? exitCode, IReadOnlyList<string> lastLines, Exception? inner = null)
    : TargetException(message, inner)
{
    /// <summary>Known for programs that we started: their exit code, or 128 plus the signal that ended them. Null for others.</summary>
    public int? ExitCode { get; } = exitCode;

    /// <summary>The last lines that a program started by us wrote to its standard error; empty for others.</summary>
    public IReadOnlyList<string> LastLines { get; } = lastLines;

    internal static string Describe(int? exitCode) => exitCode switch
    {
        null => "ended",
        > 128 and <= 192 and var code => $"was ended by signal {code - 128} ({Signals.Name(code - 128)})",
        var code => $"ended with exit code {code}",
    };
}
