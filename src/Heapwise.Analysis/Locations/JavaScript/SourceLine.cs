namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>A line of source as it is shown: without the white space around it, and of a minified one what is around a column.</summary>
internal static class SourceLine
{
    private const int MaxLength = 160;

    /// <summary>What is shown of a longer line on either side of the column.</summary>
    private const int Around = 60;

    private const string Cut = "…";

    /// <param name="line">The whole line.</param>
    /// <param name="column">Counts from 1.</param>
    public static string Show(ReadOnlySpan<char> line, int column)
    {
        if (line.Trim().Length <= MaxLength) return line.Trim().ToString();
        var at = Math.Clamp(column - 1, 0, line.Length);
        var (first, end) = (Math.Max(0, at - Around), Math.Min(line.Length, at + Around));

        // A pair of surrogates is one character.
        if (first > 0 && char.IsLowSurrogate(line[first])) first++;
        if (end < line.Length && char.IsLowSurrogate(line[end])) end--;
        var (before, after) = (first > 0 ? Cut : "", end < line.Length ? Cut : "");
        return $"{before}{line[first..end].Trim()}{after}";
    }
}
