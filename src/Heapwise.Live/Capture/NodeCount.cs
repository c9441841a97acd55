using System.Buffers.Text;
using System.IO.Compression;

namespace Heapwise.Live.Capture;

/// <summary>The number of nodes of a snapshot, which V8 writes into the first bytes of the file.</summary>
internal static class NodeCount
{
    private const int HeadBytes = 16 << 10;
    private const byte GzipMark = 0x1f;

    private static ReadOnlySpan<byte> Field => "\"node_count\":"u8;

    /// <summary>Null where the file does not say it there.</summary>
    public static long? Find(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var isCompressed = file.ReadByte() == GzipMark;
            file.Position = 0;
            using var stream = isCompressed ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
            var head = new byte[HeadBytes];
            var text = head.AsSpan(0, stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false));
            var at = text.IndexOf(Field);
            return at >= 0 && Utf8Parser.TryParse(text[(at + Field.Length)..], out long count, out _) ? count : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }
}
