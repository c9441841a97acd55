namespace Heapwise.Live.Capture;

/// <summary>Byte counts in words for messages, in steps of 1024.</summary>
internal static class Sizes
{
    public static string Format(long bytes) => bytes switch
    {
        < 1 << 10 => $"{bytes} B",
        < 1 << 20 => $"{bytes / 1024.0:0.#} kB",
        < 1 << 30 => $"{bytes / (1024.0 * 1024):0.#} MB",
        _ => $"{bytes / (1024.0 * 1024 * 1024):0.##} GB",
    };
}
