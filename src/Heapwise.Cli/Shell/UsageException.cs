namespace Heapwise.Cli.Shell;

/// <summary>What was asked for cannot be done as asked. The message is one line for the person at the terminal; exit code 2.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
