using System.Globalization;

namespace Heapwise.Live.Capture;

/// <summary>Formats byte counts for messages, decimal as in Chrome DevTools and everywhere in Heapwise: 1 kB is 1000 bytes.</summary>
internal static class Sizes
{
    public static string Format(long bytes) => bytes switch
    {
        < 1000 => Text($"{bytes} B"),
        < 1_000_000 => Text($"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => Text($"{bytes / 1e6:0.#} MB"),
        _ => Text($"{bytes / 1e9:0.##} GB"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
