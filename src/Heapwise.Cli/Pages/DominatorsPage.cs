using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Pages.Parts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise dominators</c>.</summary>
internal static class DominatorsPage
{
    private static readonly Column[] Columns =
        [new("Retained"), new("Share"), new("Shallow", Rank: 1), new("Id"), new("Object", Fit.CutEnd)];

    public static Page Of(DominatorsReport report) => new Page()
        .Say(
        [
            new Piece(report.File, Tone.File), $": {ByteSize.Format(report.Root.RetainedBytes)} retained by ",
            .. ObjectText.Of(report.Root.NodeType, report.Root.ClassName, report.Root.Name, report.Root.NodeId),
        ])
        .Tree(Columns, Item(report.Root, report.Root.RetainedBytes));

    private static TreeItem Item(DominatorRow row, long whole)
    {
        var children = row.Children.Select(child => Item(child, whole)).ToList();
        var unseen = row.ChildCount - row.Children.Count;
        if (unseen > 0 && row.Children.Count > 0)
        {
            Cell[] others = [ByteSize.Format(row.OtherBytes), Shares.Format(row.OtherBytes, whole), "", ""];
            children.Add(new TreeItem(others, new Piece(Counts.Format(unseen, "other"), Tone.Dim), []));
        }

        var text = new List<Piece>();
        if (row.Edge is { Length: > 0 } edge && !edge.All(char.IsAsciiDigit)) text.Add(new Piece(edge + ": ", Tone.Dim));
        text.Add(ObjectText.NameOf(row.NodeType, row.ClassName, row.Name));
        if (row.Children.Count == 0 && row.ChildCount > 0) text.Add(new Piece($"  + {Counts.Format(row.ChildCount)} below", Tone.Dim));
        Cell[] cells =
        [
            ByteSize.Format(row.RetainedBytes), Shares.Format(row.RetainedBytes, whole), ByteSize.Format(row.SelfBytes),
            ObjectText.Id(row.NodeId),
        ];
        return new TreeItem(cells, new Cell(text), children);
    }
}
