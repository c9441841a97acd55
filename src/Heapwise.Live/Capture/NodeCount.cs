using System.Buffers.Text;
using System.IO.Compression;

namespace Heapwise.Live.Capture;

/// <summary>How many nodes a snapshot has, from the first bytes of its file, where V8 says it.</summary>
internal static class NodeCount
{
    private const int HeadBytes = 16 << 10;

    /// <summary>Null where it is not said there.</summary>
    public static long? Of(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var isCompressed = file.ReadByte() == 0x1f;
            file.Position = 0;
            using var stream = isCompressed ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
            var head = new byte[HeadBytes];
            var text = head.AsSpan(0, stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false));
            var at = text.IndexOf("\"node_count\":"u8);
            return at >= 0 && Utf8Parser.TryParse(text[(at + 13)..], out long count, out _) ? count : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }
}
