namespace Heapwise.Cli.Blocks;

/// <summary>A node of a tree to show: cells of the columns before the tree, the node's own text, and its children in order.</summary>
internal sealed record TreeItem(IReadOnlyList<Cell> Columns, Cell Text, IReadOnlyList<TreeItem> Children);
