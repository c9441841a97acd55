using System.CommandLine;
using System.Text;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Files;
using Heapwise.Cli.Options;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Live.Files;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise man</c>: the help of all commands as manual pages, for packages.</summary>
internal sealed class ManCommand : Verb
{
    private readonly Func<Command, IEnumerable<(string File, string Text)>> _pages;
    private readonly string _mark;

    private readonly Argument<string?> _command = new("COMMAND")
    {
        Description = "the command whose page is printed (heapwise itself)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _folder = new("--output", "-o")
    {
        Description = "write the pages of all commands into this folder; those of an earlier version are replaced",
        HelpName = "FOLDER",
        CompletionSources = { Offers.Folders },
    };

    /// <param name="terminal">Where a page is printed.</param>
    /// <param name="pages">All pages of a root command, its own first.</param>
    /// <param name="mark">How each begins.</param>
    public ManCommand(Terminal terminal, Func<Command, IEnumerable<(string File, string Text)>> pages, string mark)
        : base(
            terminal, "man", "writes the manual pages", "They say what --help says.",
            new OutputOptions { HasAnswer = false })
    {
        Hidden = true; // packages bring the pages
        _pages = pages;
        _mark = mark;
        Takes(_command, _folder);
    }

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise man diagnose", "Its page; read it with: | man -l -"),
        new("heapwise man -o man1", "All pages, as files."),
    ];

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var pages = _pages(parsed.RootCommandResult.Command).ToList();
        if (parsed.GetValue(_folder) is { } folder)
        {
            if (parsed.GetValue(_command) is not null) throw new UsageException("man: a COMMAND to print, or a FOLDER for all, not both");
            Write(pages, folder);
            return Task.FromResult(ExitCode.Success);
        }

        var name = parsed.GetValue(_command) is { } command ? $"heapwise-{command}.1" : "heapwise.1";
        var page = pages.Find(page => page.File == name).Text
            ?? throw new UsageException($"man {parsed.GetValue(_command)}: no such command. See 'heapwise --help'");
        using var writer = new StreamWriter(output.Terminal.Output, new UTF8Encoding(false), leaveOpen: true);
        writer.Write(page);
        return Task.FromResult(ExitCode.Success);
    }

    private void Write(List<(string File, string Text)> pages, string folder)
    {
        OutputFile.RequireFolder(folder);
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (file, text) in pages)
            {
                var path = Path.Combine(folder, file);
                var isOurs = !File.Exists(path) || File.ReadAllText(path).StartsWith(_mark, StringComparison.Ordinal);
                OutputFile.RequireWritable(path, isOurs);
                File.WriteAllText(path, text);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{folder}: cannot be written: {FileErrors.Describe(failure)}", failure);
        }
    }
}
