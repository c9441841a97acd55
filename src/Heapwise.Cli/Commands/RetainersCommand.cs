using System.CommandLine;
using Heapwise.Analysis.Reports;
using Heapwise.Analysis.Retention.Paths;
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
    private const int MostPaths = 1000;
    private const double LeastShare = 0.01;

    private readonly Argument<string> _file = new("FILE") { Description = SnapshotFile.Description };

    private readonly Argument<NodeId?> _id = new("ID")
    {
        HelpName = "@ID",
        Description = "the object, as in @4711",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = OptionParsers.Id,
    };

    private readonly Option<string?> _class = new("--class") { Description = "all objects of a class, by its name or key, instead of one object", HelpName = "NAME" };

    private readonly Option<int?> _top = new("--top", "-n")
    {
        Description = "paths to show (3), or branches at each step of a class (8, none below 1 %); 0 for all",
        HelpName = "N",
        CustomParser = OptionParsers.Count,
    };

    public RetainersCommand(Terminal terminal)
        : base(
            terminal, "retainers", "what keeps an object, or the objects of a class, alive",
            "Paths run from a root down to the object; the best known holder is named as the program names it. Weak references are left out, V8's own bookkeeping comes last. The paths of a class are merged into one tree with counts.")
        => Takes(_file, _id, _class, _top);

    public override IReadOnlyList<Example> Examples { get; } =
    [
        new("heapwise retainers app.heapsnapshot @13", "Why one object is still there."),
        new("heapwise retainers app.heapsnapshot --class Session", "What holds all objects of a class."),
    ];

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellation)
    {
        var (id, className, top) = (parsed.GetValue(_id), parsed.GetValue(_class), parsed.GetValue(_top));
        if (id is null == className is null) throw new UsageException("name one object (@123) or one class (--class NAME). See 'heapwise retainers --help'");
        using var snapshot = SnapshotFile.Open(parsed.GetRequiredValue(_file), output, cancellation);
        var node = id is { } wanted ? SnapshotFile.Find(snapshot, wanted) : default;
        var heapClass = className is null ? null : Find(snapshot, className, output);
        using var paths = heapClass is null ? RootPaths.ForSingleNodes(snapshot, cancellation) : RootPaths.Compute(snapshot, cancellation);
        var report = heapClass is null
            ? RetainersReport.FromNode(paths, node, Most(top, DefaultPaths))
            : RetainersReport.FromClass(paths, heapClass, Most(top, DefaultBranches));
        output.Write(() => ReportJson.Write(report), () => RetainersPage.Of(report, top == 0 ? 0 : LeastShare));
        return Task.FromResult(ExitCode.Success);
    }

    private static int Most(int? asked, int usual) => asked switch { null => usual, 0 => MostPaths, var top => Math.Min(MostPaths, top.Value) };

    /// <summary>The class of a name or key; of several with one name, the one that retains most.</summary>
    private static HeapClass Find(HeapSnapshot snapshot, string name, Output output)
    {
        var all = snapshot.Classes.All;
        if (all.FirstOrDefault(row => row.Key == name) is { } exact) return exact;
        if (all.Where(row => row.Name == name).ToList() is not [var largest, ..] named)
        {
            var similar = all.FirstOrDefault(row => row.Name.Contains(name, StringComparison.OrdinalIgnoreCase))?.Name;
            throw new UsageException($"{snapshot.Source}: no class is named '{name}'.{(similar is null ? "" : $" Did you mean '{similar}'?")} 'heapwise summary FILE --filter TEXT' finds classes");
        }

        if (named.Count > 1) output.Say($"{named.Count} classes are named {name}; this is the one that retains most. By key: --class {string.Join(", or ", named.Select(row => $"'{row.Key}'"))}");
        return largest;
    }
}
