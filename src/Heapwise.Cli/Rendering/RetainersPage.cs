using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Rendering;

/// <summary>The page of <c>heapwise retainers</c>: paths from the root down to one object, or the merged paths of a class.</summary>
internal static class RetainersPage
{
    private const string NothingHolds = "Nothing holds it: no strong reference leads here from a root. It goes with the next collection.";

    private static readonly Column[] TreeColumns = [new("Objects"), new("Shallow"), new("Example"), new("Held through", Fit.CutEnd)];

    public static Page Of(RetainersReport report) => report.Node is { } node ? OfObject(report, node) : OfClass(report);

    private static Page OfObject(RetainersReport report, PathStepReport node)
    {
        var page = new Page().Say([.. ObjectText.Of(node.NodeType, node.ClassName, node.Name, node.NodeId), " in ", new Piece(report.File, Tone.File), $": {Units.Bytes(node.RetainedBytes)} retained"]);
        if (report.Holder is { } holder) page.Say("Known to the program as ", new Piece(holder, Tone.Strong));
        if (report.Paths.Count == 0) return page.Note(NothingHolds);
        for (var i = 0; i < report.Paths.Count; i++)
        {
            if (report.Paths.Count > 1) page.Heading($"Path {i + 1}");
            page.Add(PathTable.Of(report.Paths[i].Steps));
        }

        return page;
    }

    private static Page OfClass(RetainersReport report)
    {
        var page = new Page().Say(
            new Piece(Units.Count(report.ObjectCount, "object"), Tone.Strong), " of class ", new Piece(report.ClassName ?? "", Tone.Code), " in ", new Piece(report.File, Tone.File), ", by what holds them");
        if (report.Tree is not { } tree) return page.Note(NothingHolds);
        if (report.UnreachedCount > 0) page.Note($"{Units.Count(report.UnreachedCount)} more: no strong reference leads there from a root; they go with the next collection.");
        return page.Tree(TreeColumns, Item(tree, isRoot: true));
    }

    private static TreeItem Item(PathTreeReport row, bool isRoot)
    {
        var children = row.Children.Select(child => Item(child, isRoot: false)).ToList();
        if (row.OtherObjectCount > 0 && children.Count > 0)
        {
            children.Add(new TreeItem([Units.Count(row.OtherObjectCount), "", ""], new Piece("held otherwise", Tone.Dim), []));
        }

        var text = new List<Piece>();
        if (ObjectText.Edge(row.EdgeType, row.Edge) is { Length: > 0 } edge) text.Add(new Piece(edge + ": ", Tone.Dim));
        text.Add(isRoot ? "(root)" : new Piece(row.ClassName, Tone.Code));
        if (row.NodeCount > 1) text.Add(new Piece($" ×{Units.Count(row.NodeCount)}", Tone.Dim));
        return new TreeItem([Units.Count(row.ObjectCount), Units.Bytes(row.ShallowBytes), ObjectText.Id(row.ExampleNodeId)], new Cell(text), children);
    }
}
