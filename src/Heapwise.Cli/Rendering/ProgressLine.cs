using Heapwise.Heap;
using Heapwise.Live.Capture;

namespace Heapwise.Cli.Rendering;

/// <summary>
/// One line on a terminal's stderr that is rewritten while work goes on, and wiped when it ends. Appears only after a
/// second, and ten times a second at the most. Silent where there is no terminal.
/// </summary>
internal sealed class ProgressLine(Terminal? terminal) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly long _began = terminal?.Time.GetTimestamp() ?? 0;
    private TimeSpan _last;
    private bool _shown;

    /// <summary>Progress of opening a file: phase, bar, share and time.</summary>
    public IProgress<OpenProgress>? OfOpening(string name) =>
        terminal is null ? null : new Report<OpenProgress>(progress => Show($"{name}: {progress.Phase}", progress.Fraction));

    /// <summary>Progress of a capture: what goes on, bytes and time. How long the file will be is known only roughly, so writing has no bar.</summary>
    public IProgress<CaptureProgress>? OfCapture(string target) => terminal is null ? null : new Report<CaptureProgress>(progress => Show(
        progress.Phase switch
        {
            CapturePhase.CollectingGarbage => $"{target}: collecting garbage",
            CapturePhase.Building => $"{target} stands still: visiting objects",
            _ => $"{target} stands still: writing, {Units.Bytes(progress.Bytes)}",
        },
        progress is { Phase: CapturePhase.Building, Total: > 0 } ? (double)progress.Done / progress.Total : null));

    /// <summary>May be called from any thread.</summary>
    public void Show(string what, double? fraction)
    {
        if (terminal is null) return;
        lock (_lock)
        {
            var elapsed = terminal.Time.GetElapsedTime(_began);
            if (elapsed < Patience || elapsed - _last < Pace) return;
            _last = elapsed;
            _shown = true;
            var bar = fraction is { } share ? $"{Bar(share)} {share * 100,3:0} %  " : "";
            terminal.Error.Write("\r\u001b[2K" + SafeText.CutEnd(SafeText.OneLine($"{bar}{Units.Duration(elapsed)}  {what}"), Math.Max(20, terminal.Width - 1)));
        }
    }

    /// <summary>Wipes the line; it may come again.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            if (_shown) terminal!.Error.Write("\r\u001b[2K"); // shown only where there is a terminal
            _shown = false;
        }
    }

    public void Dispose() => Clear();

    private static string Bar(double fraction)
    {
        const int Width = 20;
        var full = (int)Math.Round(Math.Clamp(fraction, 0, 1) * Width);
        return new string('━', full) + new string('─', Width - full);
    }

    // Progress<T> would post to the thread pool, and lines would come late and out of order.
    private sealed class Report<T>(Action<T> show) : IProgress<T>
    {
        void IProgress<T>.Report(T value) => show(value);
    }
}
