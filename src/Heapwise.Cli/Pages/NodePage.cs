using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Pages.Parts;

namespace Heapwise.Cli.Pages;

/// <summary>The page of <c>heapwise node</c>.</summary>
internal static class NodePage
{
    private static readonly Column[] FactColumns = [new("", Fit.Word), new("", Fit.CutStart)];

    private static readonly Column[] EdgeColumns =
        [new("Edge", Fit.CutEnd), new("To", Fit.CutEnd), new("Id"), new("Shallow", Rank: 1), new("Retained")];

    private static readonly Column[] RetainerColumns =
        [new("Held as", Fit.CutEnd), new("In", Fit.CutEnd), new("Id"), new("Shallow", Rank: 1), new("Retained")];

    public static Page Of(NodeReport report)
    {
        var page = new Page()
            .Say([.. ObjectText.Of(report.Type, report.ClassName, report.Name, report.Id), " in ", new Piece(report.File, Tone.File)])
            .Table(FactColumns, Facts(report));
        page.Table(RetainerColumns, [.. report.Retainers.Select(Row)]);
        page.NoteMore(report.Retainers.Count, report.RetainerCount, "retainer", "retainers", "No retainers.");
        page.Table(EdgeColumns, [.. report.Edges.Select(Row)]);
        return page.NoteMore(report.Edges.Count, report.EdgeCount, "edge", "edges", "No edges.");
    }

    private static List<IReadOnlyList<Cell>> Facts(NodeReport report)
    {
        var facts = new List<IReadOnlyList<Cell>>
        {
            new Cell[] { "Class", new Piece(report.ClassName, Tone.Code) },
            new Cell[] { "Type", report.Type },
            new Cell[] { "Shallow", ByteSize.Format(report.SelfBytes) },
            new Cell[] { "Retained", ByteSize.Format(report.RetainedBytes) },
            new Cell[] { "Distance", ObjectText.Distance(report.Distance) },
            new Cell[] { "Dominator", Dominator(report) },
        };
        if (report.Location is { } place)
            facts.Add([report.Type == "closure" ? "Code" : "Constructor", new Piece(ObjectText.Place(place), Tone.Code)]);
        return facts;
    }

    /// <summary>With its name where it is a direct holder, which is the rule.</summary>
    private static Cell Dominator(NodeReport report) =>
        report.Retainers.FirstOrDefault(row => row.NodeId == report.DominatorId) is { } holder
        ? new Cell(ObjectText.Of(holder.NodeType, holder.ClassName, holder.Name, holder.NodeId))
        : ObjectText.Id(report.DominatorId);

    private static IReadOnlyList<Cell> Row(EdgeRow row) =>
    [
        new Piece(ObjectText.Edge(row.EdgeType, row.Edge), Tone.Code), ObjectText.NameOf(row.NodeType, row.ClassName, row.Name),
        ObjectText.Id(row.NodeId), ByteSize.Format(row.SelfBytes), ByteSize.Format(row.RetainedBytes),
    ];
}
