namespace Heapwise.Cli.Commands;

/// <summary>A command line that people can copy, and what it does. Tests run those in <see cref="Verb.Examples"/>.</summary>
internal sealed record Example(string CommandLine, string What)
{
    /// <summary>True where it needs a running Node program.</summary>
    public bool IsLive { get; init; }
}
