using System.CommandLine;
using Heapwise.Cli.Files;
using Heapwise.Cli.Options;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;

namespace Heapwise.Cli.Commands;

/// <summary>One command of heapwise: its options as read, its examples for the help, and what it runs.</summary>
internal abstract class Verb : Command
{
    private readonly Terminal _terminal;
    private readonly OutputOptions _output;

    /// <param name="terminal">Where the command writes to.</param>
    /// <param name="name">The word after <c>heapwise</c>.</param>
    /// <param name="summary">What it does, in one line of the list of commands.</param>
    /// <param name="details">The rest of the command's own help.</param>
    /// <param name="output">The shared options, where they differ from the usual.</param>
    protected Verb(Terminal terminal, string name, string summary, string details, OutputOptions? output = null)
        : base(name, summary)
    {
        Details = details;
        _terminal = terminal;
        _output = output ?? new OutputOptions();
        SetAction((parsed, cancellation) =>
        {
            var resolved = _output.Resolve(parsed, _terminal);
            if (resolved.File is { } file) OutputFile.RequireWritable(file, resolved.Overwrites);
            return RunAsync(parsed, resolved, cancellation);
        });
    }

    public string Details { get; }

    public abstract IReadOnlyList<Example> Examples { get; }

    /// <summary>Options that all commands share; the help lists them separately. Added after a command's own.</summary>
    public IReadOnlyList<Option> OutputOptions => _output.All;

    /// <summary>Adds arguments and options in the order of the help, the shared ones last.</summary>
    protected void Takes(params ReadOnlySpan<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument) Add(argument);
            else Add((Option)symbol);
        }

        foreach (var option in _output.All) Add(option);
    }

    /// <returns>An <see cref="ExitCode"/>.</returns>
    protected abstract Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation);
}
