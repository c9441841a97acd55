namespace Heapwise.Cli.Shell;

/// <summary>The request cannot be carried out. The message is one line for the person at the terminal; exit code 2.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
