using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Rendering;

/// <summary>The page of <c>heapwise retainers</c>: paths from the root down to one object, or the merged paths of a class.</summary>
internal static class RetainersPage
{
    private static readonly Column[] TreeColumns = [new("Objects"), new("Retained"), new("Held through", Fit.CutEnd)];

    public static Page Of(RetainersReport report) => report.Tree is { } tree ? OfClass(report, tree) : OfObject(report);

    private static Page OfObject(RetainersReport report)
    {
        var page = new Page();
        if (report.Node is { } node)
        {
            page.Say([.. ObjectText.Of(node.NodeType, node.ClassName, node.Name, node.NodeId), $" in {report.File}: {Units.Bytes(node.RetainedBytes)} retained"]);
        }

        if (report.Paths.Count == 0) return page.Note("Nothing holds it: no strong reference leads here from a root. It goes with the next collection.");
        for (var i = 0; i < report.Paths.Count; i++)
        {
            var path = report.Paths[i];
            page.Heading(path.Holder is { } holder ? $"{i + 1}. Held by {holder}" : $"{i + 1}. Held from the root");
            page.Add(PathTable.Of(path.Steps));
        }

        return page;
    }

    private static Page OfClass(RetainersReport report, PathTreeReport tree)
    {
        var page = new Page().Say(
            new Piece(Units.Count(report.ObjectCount, "object"), Tone.Strong), " of class ", new Piece(report.ClassName ?? "", Tone.Code), $" in {report.File}, by what holds them");
        if (report.UnreachedCount > 0) page.Note($"{Units.Count(report.UnreachedCount)} of them are held by nothing and go with the next collection.");
        return page.Tree(TreeColumns, Item(tree));
    }

    private static TreeItem Item(PathTreeReport row)
    {
        var children = row.Children.Select(Item).ToList();
        if (row.OtherObjectCount > 0 && children.Count > 0)
        {
            children.Add(new TreeItem([Units.Count(row.OtherObjectCount), ""], new Piece("held otherwise", Tone.Dim), []));
        }

        var text = new List<Piece>();
        if (row.Edge.Length > 0) text.Add(new Piece(ObjectText.Edge(row.EdgeType, row.Edge) + ": ", Tone.Dim));
        text.Add(new Piece(row.ClassName.Length == 0 ? "(root)" : row.ClassName, Tone.Code));
        text.Add(row.NodeCount > 1 ? new Piece($" × {Units.Count(row.NodeCount)}, as ", Tone.Dim) : " ");
        text.Add(ObjectText.Id(row.ExampleNodeId));
        return new TreeItem([Units.Count(row.ObjectCount), Units.Bytes(row.ObjectBytes)], new Cell(text), children);
    }
}
