namespace Heapwise.Cli.Blocks;

/// <param name="Title">The heading.</param>
/// <param name="Fit">Alignment, and what happens where room is short.</param>
/// <param name="Rank">Columns of rank above 0 are left out in a narrow window, the highest first.</param>
internal sealed record Column(string Title, Fit Fit = Fit.Number, int Rank = 0);

/// <summary>How a column shrinks where the window is narrower than the table.</summary>
internal enum Fit
{
    /// <summary>Numbers are right-aligned and never cut.</summary>
    Number,

    /// <summary>Short text, never cut.</summary>
    Word,

    /// <summary>Takes the room that is left; cut at its end.</summary>
    CutEnd,

    /// <summary>Takes the room that is left; cut at its start, because the end of a path says more.</summary>
    CutStart,
}
