using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Pages.Parts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise retainers</c>: paths from the root down to one object, or the merged paths of a class.</summary>
internal static class RetainersPage
{
    private const string NothingHolds = "Nothing holds it: no strong reference leads to it from a root. The next collection frees it.";

    private static readonly Column[] TreeColumns = [new("Objects"), new("Shallow"), new("Example"), new("Held through", Fit.CutEnd)];

    /// <param name="report">What holds an object or a class.</param>
    /// <param name="minShare">The share of a class's objects that a branch must hold to be drawn; the others are counted together.</param>
    public static Page Of(RetainersReport report, double minShare = 0.01) =>
        report.Node is { } node ? OfObject(report, node) : OfClass(report, (long)(minShare * report.ObjectCount));

    private static Page OfObject(RetainersReport report, PathStepReport node)
    {
        var page = new Page().Say(
        [
            .. ObjectText.Of(node.NodeType, node.ClassName, node.Name, node.NodeId), " in ", new Piece(report.File, Tone.File),
            $": {ByteSize.Format(node.RetainedBytes)} retained",
        ]);
        if (report.Holder is { } holder) page.Say("Known to the program as ", new Piece(holder, Tone.Strong));
        if (report.Paths.Count == 0) return page.Note(NothingHolds);
        for (var i = 0; i < report.Paths.Count; i++)
        {
            if (report.Paths.Count > 1) page.Heading($"Path {i + 1}");
            page.Add(PathTable.Of(report.Paths[i].Steps));
        }

        return page;
    }

    private static Page OfClass(RetainersReport report, long minObjects)
    {
        var page = new Page().Say(
            new Piece(Counts.Format(report.ObjectCount, "object"), Tone.Strong), " of class ", new Piece(report.ClassName ?? "", Tone.Code),
            " in ", new Piece(report.File, Tone.File), ", by what holds them");
        if (report.Tree is not { } tree) return page.Note(NothingHolds);
        if (report.UnreachedCount > 0)
        {
            page.Note($"{Counts.Format(report.UnreachedCount)} more: no strong reference leads to them from a root; "
                + "the next collection frees them.");
        }

        return page.Tree(TreeColumns, Item(tree, minObjects, isRoot: true));
    }

    private static TreeItem Item(PathTreeReport row, long minObjects, bool isRoot)
    {
        var drawn = row.Children.Where(child => child.ObjectCount >= minObjects).ToList();
        var others = row.OtherObjectCount + row.Children.Sum(child => child.ObjectCount) - drawn.Sum(child => child.ObjectCount);
        var children = drawn.Select(child => Item(child, minObjects, isRoot: false)).ToList();
        if (others > 0) children.Add(new TreeItem([Counts.Format(others), "", ""], new Piece("held in other ways", Tone.Dim), []));

        var text = new List<Piece>();
        if (ObjectText.Edge(row.EdgeType, row.Edge) is { Length: > 0 } edge) text.Add(new Piece(edge + ": ", Tone.Dim));
        text.Add(isRoot ? "(root)" : new Piece(row.ClassName, Tone.Code));
        if (row.NodeCount > 1) text.Add(new Piece($" ×{Counts.Format(row.NodeCount)}", Tone.Dim));
        Cell[] cells = [Counts.Format(row.ObjectCount), ByteSize.Format(row.ShallowBytes), ObjectText.Id(row.ExampleNodeId)];
        return new TreeItem(cells, new Cell(text), children);
    }
}
