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

    /// <exception cref="RequestRefusedException">There is no garbage collection in it.</exception>
    public static GcLogReport Read(Source source, CancellationToken cancellation)
    {
        using var plain = PlainFile.Open(source.Path);
        using var text = new StreamReader(plain, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 17);
        var log = GcLog.Read(text, Latest, null, cancellation);
        if (log.Heaps.Count == 0)
        {
            throw new RequestRefusedException(
                $"{source.Name}: no garbage collection in it. Write a log with: node --trace-gc app.js > gc.log", 422);
        }

        return GcLogReport.From(source.Name, log);
    }
}
