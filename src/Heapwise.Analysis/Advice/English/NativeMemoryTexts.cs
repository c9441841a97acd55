namespace Heapwise.Analysis.Advice.English;

internal static class NativeMemoryTexts
{
    public static PatternTexts Texts { get; } = new(
        _ => "Only the resident memory of the process grows",
        _ => "The JavaScript heap and its buffers are steady, so this is memory that V8 does not know: native modules, the heaps of worker threads, thread stacks, or free memory that the C library keeps in pieces (fragmentation). A snapshot cannot show it.",
        _ => "Look at the worker threads first (heapwise stats PID lists them; heapwise diagnose takes PID/worker:N). Then try MALLOC_ARENA_MAX=2 or jemalloc: where the growth stops it was fragmentation. Otherwise use a native heap profiler on the native modules.",
        _ => """
            MALLOC_ARENA_MAX=2 node app.js
            LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2 node app.js
            """)
    {
        Explanation = ProcessPhrases.Explanation,
    };
}
