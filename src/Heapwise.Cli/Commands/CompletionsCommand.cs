using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using System.Text;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Completion.Scripts;
using Heapwise.Cli.Options;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise completions</c>: the script for a shell, and the candidates that the script asks for.</summary>
internal sealed class CompletionsCommand : Verb
{
    private static readonly CompletionShell[] Shells = Enum.GetValues<CompletionShell>();
    private static readonly string Names = string.Join(", ", Shells.Select(NameOf));

    private readonly Argument<string[]> _words = new("SHELL")
    {
        HelpName = "SHELL | -- WORD",
        Description = $"{Names}: print its script; or after --, the words of an unfinished command line: print what may come next, "
            + "as the scripts need it",
        Arity = ArgumentArity.ZeroOrMore,
        CompletionSources = { _ => Shells.Select(shell => new CompletionItem(NameOf(shell))) },
    };

    public CompletionsCommand(Terminal terminal)
        : base(
            terminal, "completions", "prints a script with which a shell completes heapwise's command lines",
            "Completes commands, options and their values, snapshot files, the pids of Node processes, and the names of samples. "
            + "The script asks heapwise itself, so it stays right when heapwise is updated; no process is touched.",
            new OutputOptions { HasAnswer = false })
        => Takes(_words);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise completions bash", "Into ~/.local/share/bash-completion/completions/heapwise"),
        new("heapwise completions zsh", "Into a file named _heapwise in a folder of $fpath"),
        new("heapwise completions fish", "Into ~/.config/fish/completions/heapwise.fish"),
        new("heapwise completions powershell", "In $PROFILE, followed by: | Out-String | Invoke-Expression"),
    ];

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var words = parsed.GetValue(_words) ?? [];
        using var writer = new StreamWriter(output.Terminal.Output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        if (parsed.Tokens.Any(token => token.Type == TokenType.DoubleDash))
        {
            foreach (var item in CommandLineCompletion.Of(parsed.RootCommandResult.Command, words)) writer.WriteLine(LineOf(item));
        }
        else
        {
            writer.Write(CompletionScript.Of(ShellOf(words)));
        }

        return Task.FromResult(ExitCode.Success);
    }

    /// <summary>A value and what it is; or nothing and the kind of what the shell is to complete itself.</summary>
    private static string LineOf(CompletionItem item) => item.Kind == Offers.ValueKind
        ? $"{item.Label}\t{item.Detail}"
        : $"\t{item.Kind} {item.Label}".TrimEnd(' ');

    private static CompletionShell ShellOf(string[] words)
    {
        if (words is [var word] && Shells.Where(shell => NameOf(shell) == word).ToList() is [var shell]) return shell;
        throw new UsageException(words.Length == 0
            ? $"completions needs the name of a shell: {Names}. For example: heapwise completions bash"
            : $"completions {string.Join(' ', words)}: not one of {Names}");
    }

    private static string NameOf(CompletionShell shell) => shell.ToString().ToLowerInvariant();
}
