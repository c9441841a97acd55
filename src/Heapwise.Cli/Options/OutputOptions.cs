using System.CommandLine;
using System.CommandLine.Completions;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;

namespace Heapwise.Cli.Options;

/// <summary>The options that every command shares: what its answer looks like and where it goes.</summary>
internal sealed class OutputOptions
{
    private const string VerboseName = "--verbose";

    private static readonly ReportFormat[] Pages = [ReportFormat.Text, ReportFormat.Json, ReportFormat.Md, ReportFormat.Html];

    private readonly bool _hasFile;
    private readonly Option<ReportFormat?> _format;
    private readonly Option<string?> _file = new("--output", "-o")
    {
        Description = "write the result to a file",
        HelpName = "FILE",
        CompletionSources = { Offers.Files },
    };

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "replace files that exist" };

    private readonly Option<bool> _noColor = new("--no-color") { Description = "no colours; so does NO_COLOR in the environment" };

    private readonly Option<bool> _verbose = new(VerboseName) { Description = "time and memory on stderr; stack traces of errors" };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "no progress on stderr" };

    private readonly Option<bool> _noIndex = new("--no-index") { Description = "do not read or write the index of opened snapshots" };

    /// <param name="hasFile">False where <c>-o</c> names something other than the answer.</param>
    /// <param name="hasStacks">True where the answer can be drawn as stacks of calls.</param>
    public OutputOptions(bool hasFile = true, bool hasStacks = false)
    {
        _hasFile = hasFile;
        var formats = hasStacks ? Enum.GetValues<ReportFormat>() : Pages;
        var names = hasStacks ? "text, json, md, html, folded or svg" : "text, json, md or html";
        _format = new Option<ReportFormat?>("--format")
        {
            Description = names + (hasFile ? " (text; with -o by file extension)" : " (text)"),
            HelpName = "FORMAT",
            CustomParser = result => OptionParsers.OneOf(result, formats),
        };
        _format.CompletionSources.Clear();
        _format.CompletionSources.Add(_ => formats.Select(format => new CompletionItem(format.ToString())));
    }

    /// <summary>False for commands that open no snapshot file.</summary>
    public bool ReadsSnapshots { get; init; } = true;

    /// <summary>False for commands whose standard output is another program's.</summary>
    public bool HasAnswer { get; init; } = true;

    public IReadOnlyList<Option> All => HasAnswer
        ? [_format, .. Only(_hasFile, _file), _overwrite, .. Only(ReadsSnapshots, _noIndex), _noColor, _verbose, _quiet]
        : [_verbose, _quiet];

    /// <summary>For errors, whichever command was meant.</summary>
    public static bool IsVerbose(ParseResult parsed) => parsed.Tokens.Any(token => token.Value == VerboseName);

    public Output Resolve(ParseResult parsed, Terminal terminal)
    {
        var file = _hasFile && HasAnswer ? parsed.GetValue(_file) : null;
        return new Output
        {
            Terminal = terminal,
            File = file == "-" ? null : file,
            Format = HasAnswer && parsed.GetValue(_format) is { } format ? format : FormatOf(file),
            Overwrites = HasAnswer && parsed.GetValue(_overwrite),
            Color = terminal.WantsColor && !(HasAnswer && parsed.GetValue(_noColor)),
            Verbose = parsed.GetValue(_verbose),
            Quiet = parsed.GetValue(_quiet),
            UseIndex = HasAnswer && ReadsSnapshots && !parsed.GetValue(_noIndex),
        };
    }

    private static Option[] Only(bool isWanted, Option option) => isWanted ? [option] : [];

    private static ReportFormat FormatOf(string? file) => Path.GetExtension(file)?.ToUpperInvariant() switch
    {
        ".JSON" => ReportFormat.Json,
        ".MD" => ReportFormat.Md,
        ".HTML" or ".HTM" => ReportFormat.Html,
        _ => ReportFormat.Text,
    };
}
