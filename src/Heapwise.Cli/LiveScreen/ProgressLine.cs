using Heapwise.Analysis.Language.Units;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Shell;
using Heapwise.Heap;
using Heapwise.Live.Capture;
using Heapwise.Live.Recording;

namespace Heapwise.Cli.LiveScreen;

/// <summary>
/// One line on a terminal's stderr that is rewritten while work goes on and wiped when it ends. It appears after a second. A timer
/// draws it, so that the time advances during long steps that report nothing. Without a terminal it stays silent.
/// </summary>
internal sealed class ProgressLine : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);

    /// <summary>Below this share the remaining time would be guesswork.</summary>
    private const double MinToGuess = 0.05;

    private readonly Terminal? _terminal;
    private readonly Lock _lock = new();
    private readonly ITimer? _timer;
    private readonly long _began;
    private string _what = "";
    private double? _fraction;
    private bool _shown;

    private readonly Func<string, string> _left;

    /// <param name="terminal">Null where nothing is to be shown.</param>
    /// <param name="left">The wording of the remaining time; English if null.</param>
    public ProgressLine(Terminal? terminal, Func<string, string>? left = null)
    {
        _terminal = terminal;
        _left = left ?? (time => $", {time} left");
        if (terminal is null) return;
        _began = terminal.Time.GetTimestamp();
        _timer = terminal.Time.CreateTimer(_ => Draw(terminal), state: null, Patience, Pace);
    }

    /// <summary>Progress of opening a file: phase, bar, share, time and remaining time.</summary>
    public IProgress<OpenProgress>? OfOpening(string name) =>
        _terminal is null ? null : new Report<OpenProgress>(progress => Show($"{name}: {progress.Phase}", progress.Fraction));

    /// <summary>What attaching to a process waits for.</summary>
    public IProgress<string>? OfAttaching() => _terminal is null ? null : new Report<string>(step => Show(step, fraction: null));

    /// <summary>Progress of a capture: phase, bytes and time. The size of the file is only roughly known, so writing has no bar.</summary>
    public IProgress<CaptureProgress>? OfCapture(string target) => _terminal is null ? null : new Report<CaptureProgress>(progress => Show(
        progress.Phase switch
        {
            CapturePhase.CollectingGarbage => $"{target}: collecting garbage",
            CapturePhase.Building => $"{target} is paused: visiting objects",
            _ => $"{target} is paused: writing, {ByteSize.Format(progress.Bytes)}",
        },
        progress is { Phase: CapturePhase.Building, Total: > 0 } ? (double)progress.Done / progress.Total : null));

    /// <summary>Progress of sampling: time and remaining time.</summary>
    public IProgress<SamplingProgress>? OfSampling(string target) =>
        _terminal is null ? null : new Report<SamplingProgress>(progress => ShowSampling(target, progress));

    /// <summary>Progress of tracking: a bar for each stretch of time, as high as what was allocated in it and is still alive.</summary>
    public IProgress<TimelineProgress>? OfTimeline(string target) => _terminal is null ? null : new Report<TimelineProgress>(progress =>
    {
        if (progress.Capture is { } capture) OfCapture(target)?.Report(capture);
        else ShowTimeline(progress);
    });

    /// <summary>Progress of waiting for a quiet moment: how busy the event loop is, 0 to 1.</summary>
    public IProgress<double>? OfWaiting(string target) => _terminal is null ? null : new Report<double>(utilization =>
        Show($"{target}: waiting for a quiet moment, its event loop is busy {utilization * 100:0} % of the time", fraction: null));

    /// <summary>Says what goes on from now. May be called from any thread, and often: it only notes it.</summary>
    public void Show(string what, double? fraction)
    {
        lock (_lock) (_what, _fraction) = (what, fraction);
    }

    /// <summary>Wipes the line; it reappears with the next <see cref="Show"/>.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _what = "";
            if (_shown) _terminal!.Error.Write("\r\u001b[2K"); // shown only where there is a terminal
            _shown = false;
        }
    }

    public void Dispose()
    {
        Clear();
        _timer?.Dispose();
    }

    private void Draw(Terminal terminal)
    {
        lock (_lock)
        {
            if (_what.Length == 0) return;
            _shown = true;
            var elapsed = terminal.Time.GetElapsedTime(_began);
            var bar = _fraction is { } share ? $"{Bar(share)} {share * 100,3:0} %  " : "";
            var left = _fraction is >= MinToGuess and < 1 ? _left(Durations.Format(elapsed * ((1 / _fraction.Value) - 1))) : "";
            var line = SafeText.OneLine($"{bar}{Durations.Format(elapsed)}{left}  {_what}");
            terminal.Error.Write("\r\u001b[2K" + SafeText.CutEnd(line, Math.Max(20, terminal.Width - 1)));
        }
    }

    private void ShowSampling(string target, SamplingProgress progress)
    {
        if (progress.IsMeasuring) Show($"{target}: measuring how much it allocates", fraction: null);
        else Show($"{target}: sampling allocations; Ctrl-C ends it", progress.Elapsed / progress.Duration);
    }

    private void ShowTimeline(TimelineProgress progress)
    {
        var live = ByteSize.Format(progress.Stretches.Sum(stretch => stretch.LiveBytes));
        var all = ByteSize.Format(progress.Stretches.Sum(stretch => stretch.NewBytes));
        Show($"{live} of {all} alive {Columns(progress.Stretches)}; Ctrl-C ends it", progress.Elapsed / progress.Duration);
    }

    private static string Columns(IReadOnlyList<TrackedStretch> stretches)
    {
        const int MaxColumns = 12;
        const string Heights = "▁▂▃▄▅▆▇█";
        if (stretches.Count == 0) return "";
        var size = (stretches.Count + MaxColumns - 1) / MaxColumns;
        var sums = stretches.Chunk(size).Select(chunk => chunk.Sum(stretch => stretch.LiveBytes)).ToList();
        var most = Math.Max(1, sums.Max());
        return string.Concat(sums.Select(sum => Heights[(int)(sum * (Heights.Length - 1) / most)]));
    }

    private static string Bar(double fraction)
    {
        const int Width = 20;
        var full = (int)Math.Round(Math.Clamp(fraction, 0, 1) * Width);
        return new string('━', full) + new string('─', Width - full);
    }

    // Progress<T> posts to the thread pool: notes would arrive late and out of order.
    private sealed class Report<T>(Action<T> show) : IProgress<T>
    {
        void IProgress<T>.Report(T value) => show(value);
    }
}
