namespace Heapwise.Cli.Completion;

/// <summary>A shell that heapwise has a script for.</summary>
internal enum CompletionShell
{
    Bash,
    Zsh,
    Fish,
    PowerShell,
}
