using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention.Paths;
using Heapwise.Cli.Completion;
using Heapwise.Cli.Files;
using Heapwise.Cli.Options;
using Heapwise.Cli.Pages;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Shell;
using Heapwise.Heap;
using Heapwise.Heap.Facts.Classes;
using Heapwise.Heap.Graph;

namespace Heapwise.Cli.Commands;

/// <summary><c>heapwise retainers FILE @ID|--class NAME</c>: what keeps objects alive.</summary>
internal sealed class RetainersCommand : Verb
{
    private const int DefaultPaths = 3;
    private const int DefaultBranches = 8;
    private const int MaxPaths = 1000;
    private const double MinShare = 0.01;

    private readonly Argument<string> _file = new("FILE")
    {
        Description = SnapshotFile.Description,
        CompletionSources = { Offers.Snapshots },
    };

    private readonly Argument<NodeId?> _id = new("ID")
    {
        HelpName = "@ID",
        Description = "the id of the object, such as @4711",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = OptionParsers.Id,
    };

    private readonly Option<string?> _class = new("--class")
    {
        Description = "all objects of a class, by its name or key, instead of one object",
        HelpName = "NAME",
    };

    private readonly Option<int?> _top = new("--top", "-n")
    {
        Description = "paths to show (3), or for a class branches per step (8, none below 1 %); 0 for all",
        HelpName = "N",
        CustomParser = OptionParsers.Count,
    };

    public RetainersCommand(Terminal terminal)
        : base(
            terminal, "retainers", "shows what keeps an object, or the objects of a class, alive",
            "Paths lead from a root down to the object; the best-known holder has the name that the program gives it. Weak references are "
            + "left out, and V8's own bookkeeping comes last. The paths of a class are merged into one tree with counts.")
        => Takes(_file, _id, _class, _top);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise retainers app.heapsnapshot @13", "Why one object is still there."),
        new("heapwise retainers app.heapsnapshot --class Session", "What holds the objects of a class."),
    ];

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var (id, className, top) = (parsed.GetValue(_id), parsed.GetValue(_class), parsed.GetValue(_top));
        if (id is null == className is null)
            throw new UsageException("name either one object (@123) or one class (--class NAME). See 'heapwise retainers --help'");
        using var snapshot = SnapshotFile.Open(parsed.GetRequiredValue(_file), output, cancellation);
        var node = id is { } wanted ? SnapshotFile.GetNode(snapshot, wanted) : default;
        var heapClass = className is null ? null : GetClass(snapshot, className, output);
        using var paths = heapClass is null ? RootPaths.ForSingleNodes(snapshot, cancellation) : RootPaths.Compute(snapshot, cancellation);
        var report = heapClass is null
            ? RetainersReport.FromNode(paths, node, Limit(top, DefaultPaths))
            : RetainersReport.FromClass(paths, heapClass, Limit(top, DefaultBranches));
        output.Write(() => ReportJson.Write(report), () => RetainersPage.Of(report, top == 0 ? 0 : MinShare));
        return Task.FromResult(ExitCode.Success);
    }

    private static int Limit(int? requested, int usual) => requested switch
    {
        null => usual,
        0 => MaxPaths,
        var top => Math.Min(MaxPaths, top.Value),
    };

    /// <summary>The class with a name or key; of several with one name, the one that retains most.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    private static HeapClass GetClass(HeapSnapshot snapshot, string name, Output output)
    {
        var all = snapshot.Classes.All;
        if (all.FirstOrDefault(row => row.Key == name) is { } exact) return exact;
        if (all.Where(row => row.Name == name).ToList() is not [var largest, ..] named)
        {
            var similar = all.FirstOrDefault(row => row.Name.Contains(name, StringComparison.OrdinalIgnoreCase))?.Name;
            var guess = similar is null ? "" : $" Did you mean '{similar}'?";
            throw new UsageException(
                $"{snapshot.Source}: no class is named '{name}'.{guess} 'heapwise summary FILE --filter TEXT' finds classes");
        }

        if (named.Count > 1)
        {
            var keys = string.Join(", or ", named.Select(row => $"'{row.Key}'"));
            output.Say($"{named.Count} classes are named {name}; showing the one that retains most. Choose by key: --class {keys}");
        }

        return largest;
    }
}
