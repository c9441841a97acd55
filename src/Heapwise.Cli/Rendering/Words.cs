using Heapwise.Heap.Facts;

namespace Heapwise.Cli.Rendering;

/// <summary>Wording that several pages share.</summary>
internal static class Words
{
    /// <summary>Edges from the root; <c>system</c> where only V8's own roots lead there, as for DevTools.</summary>
    public static string Distance(long distance) => distance switch
    {
        Distances.Unreached => "unreached",
        >= Distances.SystemBase => "system",
        _ => Units.Count(distance),
    };

    /// <summary>The column of constructors' places, shown where a row has one.</summary>
    public static Column Constructor(int rank) => new("Constructor", Fit.CutStart, rank);

    /// <summary>Says how much of a list is not shown, and how to see it.</summary>
    public static Page Rest(this Page page, int shown, int all, string one, string many, string none) => (shown, all) switch
    {
        (_, 0) => page.Note(none),
        _ when shown < all => page.Note($"{Units.Count(all - shown)} more {(all - shown == 1 ? one : many)}; --top 0 shows all."),
        _ => page,
    };

    /// <summary>A space of V8's heap: <c>old</c> for <c>old_space</c>.</summary>
    public static string Space(string name) => name.EndsWith("_space", StringComparison.Ordinal) ? name[..^"_space".Length] : name;
}
