using System.IO.Compression;
using System.Text;
using Heapwise.Analysis.GarbageCollection;
using Heapwise.Analysis.Reports;
using Heapwise.Server.Requests;
using Heapwise.Server.Sources;

namespace Heapwise.Server.Recordings;

/// <summary>Reads the output of <c>node --trace-gc</c>, as <c>heapwise gclog</c> does.</summary>
internal static class RecordedGcLog
{
    private const int Latest = 200;

    /// <exception cref="BadRequestException">There is no garbage collection in it.</exception>
    public static GcLogReport Read(Source source, CancellationToken cancellation)
    {
        using var file = new FileStream(
            source.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 17, FileOptions.SequentialScan);
        using var plain = Unpack(file);
        using var text = new StreamReader(plain, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 17);
        var log = GcLog.Read(text, Latest, null, cancellation);
        if (log.Heaps.Count == 0)
        {
            throw new BadRequestException(
                $"{source.Name}: no garbage collection in it. Write a log with: node --trace-gc app.js > gc.log", 422);
        }

        return GcLogReport.From(source.Name, log);
    }

    private static Stream Unpack(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        var isGzip = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1f, 0x8b];
        file.Position = 0;
        return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
