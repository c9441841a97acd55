using Heapwise.Analysis.Leaks.Patterns;

namespace Heapwise.Analysis.Language.English;

internal sealed partial class EnglishPatterns
{
    public PatternText Visit(NativeMemoryPattern pattern) => new(
        "Only the resident memory of the process grows",
        "The JavaScript heap and its buffers are steady, so this is memory that V8 does not know about: native modules, "
        + "the heaps of worker threads, thread stacks, or free memory that the C library cannot return (fragmentation). "
        + "A snapshot cannot show it.",
        "Look at the worker threads first (heapwise stats PID lists them; heapwise diagnose --pid PID/worker:N examines one). "
        + "Then try MALLOC_ARENA_MAX=2 or jemalloc: if the growth stops, it was fragmentation. "
        + "Otherwise use a native heap profiler on the native modules.",
        """
        MALLOC_ARENA_MAX=2 node app.js
        LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2 node app.js
        """)
    {
        Explanation = MemoryRate,
    };
}
