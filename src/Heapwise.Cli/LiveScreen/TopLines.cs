using System.Globalization;
using System.Text;
using Heapwise.Analysis.Process;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.LiveScreen;

/// <summary><c>heapwise top</c> where there is no window: a line for each reading, and one when the verdict changes. Silent where the answer is JSON or Markdown.</summary>
internal sealed class TopLines : ITopView
{
    private readonly StreamWriter? _writer;
    private WatchVerdict? _told;
    private string _status = "";

    public TopLines(Output output)
    {
        if (output is { Format: ReportFormat.Text, File: null }) _writer = new StreamWriter(output.Terminal.Output, new UTF8Encoding(false), 1 << 12, leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
    }

    public void Show(WatchHistory history, WatchVerdict verdict, string status)
    {
        if (_writer is null || history.Last is not { } sample) return;
        if (verdict.State != _told?.State || verdict.IsNearLimit != _told.IsNearLimit || verdict.Memory != _told.Memory) _writer.WriteLine($"{Time(sample)}  {WatchText.Of(verdict)}");
        if (status.Length > 0 && status != _status) _writer.WriteLine($"{Time(sample)}  {status}");
        (_told, _status) = (verdict, status);
        var floor = sample.FloorBytes is { } bytes ? $"  floor {Units.Bytes(bytes)}" : "";
        var delay = sample.LoopDelay is { } late ? $"  delay {GcText.Pause(late.P99Ms)}" : "  loop blocked";
        _writer.WriteLine(
            $"{Time(sample)}  heap {Units.Bytes(sample.HeapUsedBytes)}  external {Units.Bytes(sample.ExternalBytes)}  rss {Units.Bytes(sample.RssBytes)}"
            + $"  alloc {Units.Bytes((long)sample.AllocationBytesPerSecond)}/s  gc {(100 * sample.CollectionShare).ToString("0.0", CultureInfo.InvariantCulture)} %{delay}{floor}");
    }

    public void Dispose() => _writer?.Dispose();

    private static string Time(WatchSample sample) => sample.Timestamp.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
