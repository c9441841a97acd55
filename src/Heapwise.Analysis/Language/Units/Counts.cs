using System.Globalization;

namespace Heapwise.Analysis.Language.Units;

/// <summary>Numbers of things, with their thousands grouped.</summary>
public static class Counts
{
    public static string Format(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>"1 object", "2,000 objects".</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="one">The English noun.</param>
    /// <param name="many">Its plural, where that is not the noun and an s.</param>
    public static string Format(long count, string one, string? many = null) => $"{Format(count)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>A change: always with its sign, and no change as 0.</summary>
    public static string FormatChange(long count) => count.ToString("+#,0;-#,0;0", CultureInfo.InvariantCulture);
}
