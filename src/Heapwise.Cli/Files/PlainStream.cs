using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;

namespace Heapwise.Cli.Files;

/// <summary>A stream as it is, or unpacked if it is gzipped. Looks at the bytes, not at a name, so that it works on pipes too.</summary>
internal static class PlainStream
{
    private const int BlockBytes = 1 << 17;

    /// <returns>The caller disposes it, and <paramref name="source"/>.</returns>
    public static async Task<Stream> OpenAsync(Stream source, CancellationToken cancellation)
    {
        var pipe = PipeReader.Create(source, new StreamPipeReaderOptions(bufferSize: BlockBytes, leaveOpen: true));
        var start = (await pipe.ReadAtLeastAsync(2, cancellation)).Buffer;
        var isGzip = IsGzip(start);
        pipe.AdvanceTo(start.Start);
        var whole = pipe.AsStream();
        return isGzip ? new GZipStream(whole, CompressionMode.Decompress) : whole;
    }

    private static bool IsGzip(ReadOnlySequence<byte> start)
    {
        Span<byte> magic = stackalloc byte[2];
        if (start.Length < magic.Length) return false;
        start.Slice(0, magic.Length).CopyTo(magic);
        return magic is [0x1f, 0x8b];
    }
}
