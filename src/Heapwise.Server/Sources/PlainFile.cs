using System.IO.Compression;

namespace Heapwise.Server.Sources;

/// <summary>Opens files as they are, or unpacked where they are gzipped, by their bytes and not by their names.</summary>
internal static class PlainFile
{
    private const int BlockBytes = 1 << 17;

    /// <returns>The caller disposes it.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException"/>
    public static Stream Open(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, BlockBytes, FileOptions.SequentialScan);
        Span<byte> magic = stackalloc byte[2];
        var isGzip = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic is [0x1f, 0x8b];
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
