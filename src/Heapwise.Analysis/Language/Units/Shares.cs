using System.Globalization;

namespace Heapwise.Analysis.Language.Units;

/// <summary>Shares of a whole in per cent, with two significant digits.</summary>
public static class Shares
{
    /// <summary>Empty where the whole is 0, which has no shares.</summary>
    public static string Format(long part, long whole) => whole == 0 ? "" : Format((double)part / whole);

    /// <summary>A share from 0 to 1.</summary>
    public static string Format(double share) => (100 * share) switch
    {
        0 => "0 %",
        > 0 and < 0.1 => "<0.1 %",
        < 9.95 and var percent => Text($"{percent:0.0} %"),
        var percent => Text($"{percent:0} %"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
