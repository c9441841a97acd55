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

/// <summary><c>heapwise dominators FILE [@ID]</c>: what keeps most memory alive, level by level.</summary>
internal sealed class DominatorsCommand : Verb
{
    private const int DefaultDepth = 4;
    private const int DefaultTop = 10;

    // Nobody reads a tree that is deeper or wider, and it is drawn recursively.
    private const int MaxLevels = 200;
    private const int MaxChildren = 1_000_000;

    private readonly Argument<string> _file = new("FILE")
    {
        Description = SnapshotFile.Description,
        CompletionSources = { Offers.Snapshots },
    };

    private readonly Argument<NodeId?> _id = new("ID")
    {
        HelpName = "@ID",
        Description = "start at this object (the root)",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = OptionParsers.Id,
    };

    private readonly Option<int?> _depth = new("--depth")
    {
        Description = "levels to show, up to 200 (4)",
        HelpName = "N",
        CustomParser = OptionParsers.Count,
    };

    private readonly Option<int?> _top = new("--top", "-n")
    {
        Description = "objects to show below each object; 0 for all (10)",
        HelpName = "N",
        CustomParser = OptionParsers.Count,
    };

    public DominatorsCommand(Terminal terminal)
        : base(
            terminal, "dominators", "shows the dominator tree: what keeps most memory alive",
            "Everything below an object would be freed together with it. Largest first; objects below 1 % of the total are summed up.")
        => Takes(_file, _id, _depth, _top);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise dominators app.heapsnapshot", "The objects that keep most memory alive."),
        new("heapwise dominators app.heapsnapshot @13 --depth 8 --top 3", "What makes one object large, in more depth."),
    ];

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        using var snapshot = SnapshotFile.Open(parsed.GetRequiredValue(_file), output, cancellation);
        var node = parsed.GetValue(_id) is { } id ? SnapshotFile.GetNode(snapshot, id) : snapshot.Graph.Root;
        var depth = Math.Min(MaxLevels, parsed.GetValue(_depth) ?? DefaultDepth);
        var top = parsed.GetValue(_top) switch
        {
            null => DefaultTop,
            0 => MaxChildren,
            var requested => Math.Min(MaxChildren, requested.Value),
        };
        var report = DominatorsReport.From(snapshot, node, depth, top);
        output.Write(() => ReportJson.Write(report), () => DominatorsPage.Of(report));
        return Task.FromResult(ExitCode.Success);
    }
}
