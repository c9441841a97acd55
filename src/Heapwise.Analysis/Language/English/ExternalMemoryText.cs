using Heapwise.Analysis.Leaks.Patterns;
using static Heapwise.Analysis.Language.English.EnglishPhrases;

namespace Heapwise.Analysis.Language.English;

internal sealed partial class EnglishPatterns
{
    /// <summary>How fast memory of the process grows.</summary>
    private string MemoryRate => facts.Growth.BytesPerRequest is { } bytes
        ? $"Each request adds {Bytes(bytes)} of {facts.Holder} that is not released."
        : $"Each round adds {Bytes(facts.Growth.BytesPerRound)} of {facts.Holder} that is not released.";

    public PatternText Visit(ExternalMemoryPattern pattern) => pattern.IsWebAssembly ? WebAssemblyMemory : new PatternText(
        "Memory outside the JavaScript heap grows",
        "Buffers and native modules report this memory to V8, but no objects that accumulate in the heap account for it. "
        + "Native code holds it: a C++ or Rust module, or a zlib, crypto or TLS stream that was not closed.",
        "Check which native modules are in use (images, databases, compression) and close what they return: images, statements, cursors, "
        + "streams. Then run the program without each of them in turn.",
        """
        const gzip = zlib.createGzip();
        response.on('close', () => gzip.close()); // a stream that is not read to the end does not close itself
        """)
    {
        Explanation = MemoryRate,
    };

    private PatternText WebAssemblyMemory => new(
        $"{(facts.IsInLibrary ? $"The WebAssembly memory of {facts.Library}" : "WebAssembly memory")} only ever grows",
        "Code that was compiled to WebAssembly has a memory of its own, into which the garbage collector does not look: what is "
        + "allocated there stays until the program frees it. Such a memory can grow, but it never shrinks.",
        "Close or free what was allocated when its work is done, also after an error "
        + "(close(), free(), delete() or dispose() of the object that the call returned).",
        """
        const database = open(image); // whatever allocates WebAssembly memory
        try { return read(database); } finally { database.close(); }
        """)
    {
        Explanation = (facts.Growth.BytesPerRequest is { } bytes
                ? $"Each request adds {Bytes(bytes)}"
                : $"Each round adds {Bytes(facts.Growth.BytesPerRound)}")
            + $" of WebAssembly memory that is not released. {Capitalize(facts.Holder)} holds it"
            + (facts.IsInLibrary ? $" through the library {facts.Library}." : "."),
    };
}
