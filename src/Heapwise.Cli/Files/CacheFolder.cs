using Heapwise.Heap.Index;
using Heapwise.Live.Capture;

namespace Heapwise.Cli.Files;

/// <summary>What is kept in the cache folder beside the indexes of opened snapshots.</summary>
internal static class CacheFolder
{
    /// <summary>What snapshots have cost on this machine: <c>$XDG_CACHE_HOME/heapwise/capture-rates.json</c>.</summary>
    public static CaptureRates CaptureRates() => Live.Capture.CaptureRates.Load(Path.Combine(Path.GetDirectoryName(IndexStore.Folder)!, "capture-rates.json")); // the index is a folder in heapwise's
}
