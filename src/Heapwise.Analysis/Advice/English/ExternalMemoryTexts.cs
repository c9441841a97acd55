namespace Heapwise.Analysis.Advice.English;

internal static class ExternalMemoryTexts
{
    public static PatternTexts Texts { get; } = new(
        _ => "Memory outside the JavaScript heap grows",
        _ => "V8 is told of this memory by buffers and by native modules, but no object of the heap that gathers accounts for it. What holds it is native code: a module of C++ or Rust, or a stream of zlib, crypto or TLS that was not closed.",
        _ => "Look for native modules in use (images, databases, compression) and close what they hand out: images, statements, cursors, streams. Then look at the same program without them, one after the other.",
        _ => """
            const gzip = zlib.createGzip();
            response.on('close', () => gzip.close()); // a stream that is not read to its end is not closed by itself
            """)
    {
        Explanation = ProcessPhrases.Explanation,
    };
}
