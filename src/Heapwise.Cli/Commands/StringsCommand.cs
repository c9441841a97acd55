using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Files;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise strings FILE</c>: strings that are held more than once.</summary>
internal sealed class StringsCommand : Verb
{
    private const int DefaultTop = 25;

    private readonly Argument<string> _file = new("FILE")
    {
        Description = SnapshotFile.Description,
        CompletionSources = { Offers.Snapshots },
    };

    private readonly Option<int?> _top = new("--top", "-n")
    {
        Description = "strings to show; 0 for all (25; JSON has all)",
        HelpName = "N",
        CustomParser = OptionParsers.Count,
    };

    public StringsCommand(Terminal terminal)
        : base(
            terminal, "strings", "lists strings that are held more than once",
            "Wasted is what would be freed if each string were held once. Slices of other strings are not counted.")
        => Takes(_file, _top);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise strings app.heapsnapshot", "The most wasteful strings."),
    ];

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        using var snapshot = SnapshotFile.Open(parsed.GetRequiredValue(_file), output, cancellation);
        var report = StringsReport.From(snapshot, ClassOptions.RowLimit(parsed.GetValue(_top), output, DefaultTop));
        output.Write(() => ReportJson.Write(report), () => StringsPage.Of(report));
        return Task.FromResult(ExitCode.Success);
    }
}
