using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Files;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Heap.Graph;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise node FILE @ID</c>: one object.</summary>
internal sealed class NodeCommand : Verb
{
    private const int DefaultTop = 15;
    private const int AllEdges = 1_000_000;

    private readonly Argument<string> _file = new("FILE")
    {
        Description = SnapshotFile.Description,
        CompletionSources = { Offers.Snapshots },
    };

    private readonly Argument<NodeId?> _id = new("ID")
    {
        HelpName = "@ID",
        Description = "the id of the object, such as @4711",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = OptionParsers.Id,
    };

    private readonly Option<int?> _top = new("--top", "-n")
    {
        Description = "edges and retainers to show; 0 for all (15; JSON has the first 1,000)",
        HelpName = "N",
        CustomParser = OptionParsers.Count,
    };

    public NodeCommand(Terminal terminal)
        : base(
            terminal, "node", "shows one object: what it is, where its code is, what holds it",
            "Its retainers come first, then what it references. Sizes are those of the object at the other end.")
        => Takes(_file, _id, _top);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise node app.heapsnapshot @13", "One object, by the id shown by another command or DevTools."),
        new("heapwise node app.heapsnapshot @13 --top 0", "All of its edges and retainers."),
    ];

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        using var snapshot = SnapshotFile.Open(parsed.GetRequiredValue(_file), output, cancellation);
        var node = SnapshotFile.GetNode(snapshot, parsed.GetRequiredValue(_id)!.Value); // the parser leaves null only with an error
        var report = parsed.GetValue(_top) switch
        {
            null when output.Format == ReportFormat.Json => NodeReport.From(snapshot, node),
            var top => NodeReport.From(snapshot, node, Math.Min(AllEdges, ClassOptions.RowLimit(top, output, DefaultTop))),
        };
        output.Write(() => ReportJson.Write(report), () => NodePage.Of(report));
        return Task.FromResult(ExitCode.Success);
    }
}
