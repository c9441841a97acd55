using Heapwise.Live.Processes;

namespace Heapwise.Live.Targets;

/// <summary>The target ended while we were working with it, or before it could be reached.</summary>
public sealed class TargetExitedException(string message, int? exitCode, IReadOnlyList<string> lastLines, Exception? inner = null)
    : TargetException(message, inner)
{
    /// <summary>For a program that we started: its exit code, or 128 plus the signal that ended it. Null for others.</summary>
    public int? ExitCode { get; } = exitCode;

    /// <summary>The last lines that a program started by us wrote to its standard error; empty for others.</summary>
    public IReadOnlyList<string> LastLines { get; } = lastLines;

    /// <summary>Such as <c>ended with exit code 3</c>.</summary>
    public static string Describe(int? exitCode) => exitCode switch
    {
        null => "ended",
        > 128 and <= 192 and var code => $"was ended by signal {code - 128} ({Signals.Name(code - 128)})",
        var code => $"ended with exit code {code}",
    };
}
