namespace Heapwise.Cli.Shell;

/// <summary>What the process reports to the shell. A failed run never looks like a leak.</summary>
internal static class ExitCode
{
    /// <summary>Done; nothing found.</summary>
    public const int Success = 0;

    /// <summary>A leak was found, or a threshold was crossed.</summary>
    public const int Found = 1;

    /// <summary>Usage, configuration, or a file that cannot be read or written.</summary>
    public const int Usage = 2;

    /// <summary>An internal error, or a capture refused.</summary>
    public const int Refused = 3;

    /// <summary>Ended by Ctrl-C, as shells count it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
