using System.Globalization;
using System.Text;
using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Process;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.LiveScreen;

/// <summary>
/// <c>heapwise top</c> without a terminal: a line for each reading, and one when the verdict changes. Silent where the answer is JSON
/// or Markdown.
/// </summary>
internal sealed class TopLines : ITopView
{
    private readonly StreamWriter? _writer;
    private WatchSample? _lastSample;
    private WatchVerdict? _lastVerdict;
    private string _status = "";

    public TopLines(Output output)
    {
        if (output is not { Format: ReportFormat.Text, File: null }) return;
        _writer = new StreamWriter(output.Terminal.Output, new UTF8Encoding(false), 1 << 12, leaveOpen: true)
        {
            AutoFlush = true,
            NewLine = "\n",
        };
    }

    public void Show(WatchHistory history, WatchVerdict verdict, string status)
    {
        if (_writer is null || history.Last is not { } sample) return;
        if (IsNews(verdict)) _writer.WriteLine($"{Time(sample)}  {WatchText.Of(verdict)}");
        if (status.Length > 0 && status != _status) _writer.WriteLine($"{Time(sample)}  {status}");
        if (sample != _lastSample) _writer.WriteLine(Line(sample)); // a status alone comes with an old one
        (_lastSample, _lastVerdict, _status) = (sample, verdict, status);
    }

    private bool IsNews(WatchVerdict verdict) =>
        verdict.State != _lastVerdict?.State || verdict.IsNearLimit != _lastVerdict.IsNearLimit || verdict.Memory != _lastVerdict.Memory;

    private static string Line(WatchSample sample)
    {
        var memory = $"heap {ByteSize.Format(sample.HeapUsedBytes)}  external {ByteSize.Format(sample.ExternalBytes)}  "
            + $"rss {ByteSize.Format(sample.RssBytes)}";
        var collecting = (100 * sample.CollectionShare).ToString("0.0", CultureInfo.InvariantCulture);
        var work = $"alloc {ByteSize.Format(sample.AllocationBytesPerSecond)}/s  gc {collecting} %";
        var delay = sample.LoopDelay is { } late ? $"delay {Durations.FormatPause(late.P99Ms)}" : "loop blocked";
        var floor = sample.FloorBytes is { } bytes ? $"  floor {ByteSize.Format(bytes)}" : "";
        return $"{Time(sample)}  {memory}  {work}  {delay}{floor}";
    }

    public void Dispose() => _writer?.Dispose();

    private static string Time(WatchSample sample) => sample.Timestamp.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
}
