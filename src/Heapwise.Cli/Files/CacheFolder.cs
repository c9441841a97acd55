using Heapwise.Heap.Index;
using Heapwise.Live.Capture;

namespace Heapwise.Cli.Files;

/// <summary>The files of the cache folder other than the indexes of opened snapshots.</summary>
internal static class CacheFolder
{
    /// <summary>What snapshots have cost on this machine: <c>$XDG_CACHE_HOME/heapwise/capture-rates.json</c>.</summary>
    public static CaptureRates LoadCaptureRates()
    {
        var folder = Path.GetDirectoryName(IndexStore.Folder)!; // the index is a folder in heapwise's
        return CaptureRates.Load(Path.Combine(folder, "capture-rates.json"));
    }
}
