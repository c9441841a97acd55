using Heapwise.Analysis.Language.Units;
using Heapwise.Cli.Blocks;

namespace Heapwise.Cli.Pages.Parts;

/// <summary>The note below a list that shows only its first rows.</summary>
internal static class MoreRows
{
    /// <summary>How many rows are not shown, and how to see them; <paramref name="none"/> where there is no row at all.</summary>
    public static Page NoteMore(this Page page, long shown, long all, string one, string many, string none) => (shown, all) switch
    {
        (_, 0) => page.Note(none),
        _ when shown < all => page.Note($"{Counts.Format(all - shown)} more {(all - shown == 1 ? one : many)}; --top 0 shows all."),
        _ => page,
    };
}
