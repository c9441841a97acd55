using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Process;
using Heapwise.Cli.Blocks;

namespace Heapwise.Cli.Texts;

/// <summary>The verdict on a watched process in a sentence.</summary>
internal static class WatchText
{
    public static Tone ToneOf(WatchVerdict verdict) => verdict switch
    {
        { IsNearLimit: true } or { State: WatchState.Growing } => Tone.Bad,
        { State: WatchState.Steady or WatchState.Draining } => Tone.Good,
        _ => Tone.Dim,
    };

    public static string Of(WatchVerdict verdict) => NearLimit(verdict) + verdict.State switch
    {
        WatchState.Growing => $"growing by {Rate(verdict.BytesPerMinute)}: {NameOf(verdict.Memory)}{Left(verdict)}",
        WatchState.Draining => $"draining by {Rate(-verdict.BytesPerMinute)}: {NameOf(verdict.Memory)}",
        WatchState.Steady => $"steady: {NameOf(verdict.Memory)} does not keep rising",
        _ => "watching: too early for a verdict, which takes several full collections (heapwise gc, or g in top, forces one)",
    };

    /// <summary>What a growing process calls for; null where nothing does.</summary>
    public static string? NextOf(WatchVerdict verdict, string target) => verdict switch
    {
        { State: WatchState.Growing, Memory: WatchedMemory.YoungHeap } =>
            $"Old garbage is included. To be sure, run heapwise gc {target} now and again in a while.",
        { State: WatchState.Growing, Memory: WatchedMemory.Rss } =>
            "The heap and the external memory known to V8 do not grow: native modules, threads or fragmentation do. Compare with a "
            + "run under MALLOC_ARENA_MAX=2 or jemalloc.",
        { State: WatchState.Growing } =>
            $"What allocates: heapwise record {target}. What stays, and what holds it: heapwise diagnose --pid {target}.",
        _ => null,
    };

    private static string NearLimit(WatchVerdict verdict)
    {
        if (!verdict.IsNearLimit) return "";
        var whose = verdict.IsContainerLimit ? ", the container's" : "";
        return $"near the limit ({Shares.Format(verdict.UsedShare)} of {ByteSize.Format(verdict.LimitBytes)}{whose}); ";
    }

    private static string Left(WatchVerdict verdict) => verdict.TimeLeft is { } left && left < TimeSpan.FromDays(30)
        ? $"; {Durations.Format(left)} to the {(verdict.IsContainerLimit ? "container's" : "heap")} limit"
        : "";

    private static string NameOf(WatchedMemory memory) => memory switch
    {
        WatchedMemory.Heap => "the heap's floor",
        WatchedMemory.YoungHeap => "the heap after scavenges",
        WatchedMemory.External => "memory outside the heap (Buffers)",
        _ => "RSS, while heap and Buffers do not grow",
    };

    private static string Rate(double bytesPerMinute) => $"{ByteSize.Format(bytesPerMinute)} a minute";
}
