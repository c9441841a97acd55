using Heapwise.Analysis.Process;
using Heapwise.Cli.Blocks;
using Heapwise.Cli.Formatting;

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

    public static string Of(WatchVerdict verdict)
    {
        var near = verdict.IsNearLimit ? $"near the limit ({Units.Share((long)(verdict.UsedShare * 1000), 1000)} of {Units.Bytes(verdict.LimitBytes)}{(verdict.IsContainerLimit ? ", the container's" : "")}); " : "";
        return near + verdict.State switch
        {
            WatchState.Growing => $"growing by {Rate(verdict.BytesPerMinute)}: {NameOf(verdict.Memory)}{Left(verdict)}",
            WatchState.Draining => $"draining by {Rate(-verdict.BytesPerMinute)}: {NameOf(verdict.Memory)}",
            WatchState.Steady => $"steady: {NameOf(verdict.Memory)} does not keep rising",
            _ => "watching: too early to tell; it takes some full collections (heapwise gc, or g in top, forces one)",
        };
    }

    /// <summary>Why that matters, and what to do.</summary>
    public static string? NextOf(WatchVerdict verdict, string target) => verdict switch
    {
        { State: WatchState.Growing, Memory: WatchedMemory.YoungHeap } => $"Garbage that has grown old counts too. To be sure: heapwise gc {target}, now and in a while.",
        { State: WatchState.Growing, Memory: WatchedMemory.Rss } => "The heap and what it knows of outside do not grow: native modules, threads or fragmentation do. Compare with a run under MALLOC_ARENA_MAX=2 or jemalloc.",
        { State: WatchState.Growing } => $"Who allocates: heapwise record {target}. What stays, and who holds it: heapwise diagnose --pid {target}.",
        _ => null,
    };

    private static string Left(WatchVerdict verdict) => verdict.TimeLeft is { } left && left < TimeSpan.FromDays(30)
        ? $"; {Units.LongDuration(left)} to the {(verdict.IsContainerLimit ? "container's" : "heap")} limit"
        : "";

    private static string NameOf(WatchedMemory memory) => memory switch
    {
        WatchedMemory.Heap => "the heap's floor",
        WatchedMemory.YoungHeap => "the heap after scavenges",
        WatchedMemory.External => "memory outside the heap (Buffers)",
        _ => "RSS, while heap and Buffers stand still",
    };

    private static string Rate(double bytesPerMinute) => $"{Units.Bytes((long)Math.Round(bytesPerMinute))} a minute";
}
