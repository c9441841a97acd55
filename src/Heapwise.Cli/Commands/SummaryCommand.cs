using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Files;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise summary FILE</c>: what a heap holds.</summary>
internal sealed class SummaryCommand : Verb
{
    private enum Order
    {
        Retained,
        Shallow,
        Count,
        Distance,
        Name,
    }

    private readonly Argument<string> _file = new("FILE")
    {
        Description = SnapshotFile.Description,
        CompletionSources = { Offers.Snapshots },
    };

    private readonly ClassOptions _classes = new();

    private readonly Option<Order?> _sort = new("--sort")
    {
        Description = "retained, shallow, count, distance or name (retained)",
        HelpName = "BY",
        CustomParser = OptionParsers.OneOf<Order>,
    };

    public SummaryCommand(Terminal terminal)
        : base(
            terminal, "summary", "shows what a heap snapshot holds: where its bytes are, and its classes",
            "Classes are listed by the memory they keep alive; plain objects are grouped by their properties, as in DevTools.")
        => Takes(_file, _classes.Top, _classes.Filter, _sort);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise summary app.heapsnapshot", "Where the memory is."),
        new("heapwise summary app.heapsnapshot --filter session --sort count",
            "Classes whose name contains 'session', most objects first."),
        new("heapwise summary app.heapsnapshot --format json -o summary.json", "All classes with exact bytes, for a program to read."),
    ];

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        using var snapshot = SnapshotFile.Open(parsed.GetRequiredValue(_file), output, cancellation);
        var report = SummaryReport.From(snapshot);
        var sorted = Sort(report.Classes, parsed.GetValue(_sort) ?? Order.Retained);
        var (rows, matching) = _classes.Select(parsed, output, sorted, row => row.Name);
        report = report with { Classes = rows };
        output.Write(() => ReportJson.Write(report), () => SummaryPage.Of(report, matching));
        return Task.FromResult(ExitCode.Success);
    }

    private static IEnumerable<ClassRow> Sort(IReadOnlyList<ClassRow> rows, Order order) => order switch
    {
        Order.Shallow => rows.OrderByDescending(row => row.ShallowBytes),
        Order.Count => rows.OrderByDescending(row => row.Count),
        Order.Distance => rows.OrderBy(row => row.Distance),
        Order.Name => rows.OrderBy(row => row.Name, StringComparer.Ordinal),
        _ => rows,
    };
}
