namespace Heapwise.Cli.Blocks;

/// <summary>
/// Draws a tree as rows of a table, with branches before the text of the last column. The report bounds the depth, so recursion is safe.
/// </summary>
internal static class TreeRows
{
    public static List<IReadOnlyList<Cell>> Of(TreeItem root)
    {
        var rows = new List<IReadOnlyList<Cell>>();
        Add(rows, root, "", "");
        return rows;
    }

    private static void Add(List<IReadOnlyList<Cell>> rows, TreeItem item, string branch, string below)
    {
        var text = branch.Length == 0 ? item.Text : new Cell([new Piece(branch, Tone.Dim), .. item.Text.Pieces]);
        rows.Add([.. item.Columns, text]);
        for (var i = 0; i < item.Children.Count; i++)
        {
            var isLast = i == item.Children.Count - 1;
            Add(rows, item.Children[i], below + (isLast ? "└─ " : "├─ "), below + (isLast ? "   " : "│  "));
        }
    }
}
