using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Process;
using Heapwise.Cli.Files;
using Heapwise.Cli.LiveScreen;
using Heapwise.Cli.Renderers;
using Heapwise.Cli.Texts;
using Heapwise.Diagnosis.Watching;
using Heapwise.Live.Capture;
using Heapwise.Live.Monitoring;
using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;
using Heapwise.Outside.Failures;
using Heapwise.Outside.Frames;

namespace Heapwise.Cli.Commands;

/// <summary>One run of <c>heapwise top</c>: reads at a steady pace, shows the readings, and does what keys ask for.</summary>
internal sealed class TopSession(
    NodeTarget target, TargetSampler sampler, WatchHistory history, ITopView view, SampleRecorder? recorder, Output output)
{
    private static readonly TimeSpan KeyPace = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LookPace = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan VerdictPace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(2);
    private const string Blocked = "the event loop is blocked";
    private const string Silent = "the process does not answer: the figures are old";
    private static readonly TimeSpan StatusDuration = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time = output.Terminal.Time;
    private WatchVerdict? _verdict;
    private long _judgedAt;
    private long _floorsJudged;
    private string _status = "";
    private long _statusAt;
    private Task<string>? _look;
    private long _lookedAt;

    /// <summary>
    /// Ends with <c>q</c>, after the duration, when nobody reads its lines any more, or on Ctrl-C; never throws for that.
    /// </summary>
    /// <exception cref="TargetException">The target was lost.</exception>
    /// <returns>How the target ended, to be said once the screen is left; null where it runs on.</returns>
    public async Task<TargetExitedException?> RunAsync(TimeSpan every, TimeSpan? duration, CancellationToken cancellation)
    {
        var began = _time.GetTimestamp();
        try
        {
            for (var reading = 1; ; reading++)
            {
                var next = every * reading;
                if ((duration is { } limit && next > limit) || !await WaitAsync(began, next, cancellation)) return null;

                // A target that was paused is read once, not once for every reading that was missed.
                reading = Math.Max(reading, (int)(_time.GetElapsedTime(began) / every));
                if (await ReadAsync(cancellation) is not { } sample) return null;
                if (recorder is not null) await recorder.WriteAsync(sample, cancellation);
                Show();
                if (output.Terminal.ReaderIsGone()) return null;
            }
        }
        catch (Exception problem) when (cancellation.IsCancellationRequested && problem is OperationCanceledException or TargetException)
        {
            return null; // that is how people end it
        }
        catch (TargetExitedException ended) when (history.Last is not null)
        {
            return ended;
        }
    }

    /// <summary>The next reading. While a target does not answer, the view says so: its figures are old. Null to quit.</summary>
    private async Task<WatchSample?> ReadAsync(CancellationToken cancellation)
    {
        var reading = sampler.ReadAsync(history, cancellation);
        for (var asked = _time.GetTimestamp(); !reading.IsCompleted; await Task.WhenAny(reading, Task.Delay(KeyPace, _time, cancellation)))
        {
            if (_time.GetElapsedTime(asked) < AnswerPatience) continue;
            if (!IsAbout(Silent)) Say(Silent);
            LookInside(Silent);
            if (output.Terminal.Key() is 'q' or 'Q') return null; // other keys need an answer
        }

        var sample = await reading;
        if (sample is { LoopDelay: null }) LookInside(Blocked);
        else if (IsAbout(Blocked)) _status = "";
        if (IsAbout(Silent)) _status = "";
        return sample;
    }

    /// <summary>
    /// Says which functions a target is in that does not answer, or whose loop does not turn, if its memory may be read: as soon as that
    /// is known, and again every few seconds.
    /// </summary>
    private void LookInside(string problem)
    {
        if (!target.IsLocal || target.Worker is not null || !OperatingSystem.IsLinux()) return;
        if (_look is { IsCompleted: true })
        {
            if (_look is { IsCompletedSuccessfully: true, Result: { Length: > 0 } calls }) Say($"{problem}: it is in {calls}");
            _look = null;
        }

        if (_look is not null || (_lookedAt != 0 && _time.GetElapsedTime(_lookedAt) < LookPace)) return;
        _lookedAt = _time.GetTimestamp();
        _look = Task.Run(() => CallsOf(target.ProcessId));
    }

    private static string CallsOf(int processId)
    {
        try
        {
            var stack = StackCapture.Take(processId);
            return stack.IsCollecting ? "a garbage collection" : StackText.InLine(stack.Frames.Select(
                frame => (frame.Function, frame.File, frame.Line, frame.Column)));
        }
        catch (OutsideException)
        {
            return ""; // it may not be read, or answers again
        }
    }

    /// <summary>Waits until a time since the start, and does what keys ask for meanwhile.</summary>
    /// <returns>False to quit.</returns>
    private async Task<bool> WaitAsync(long began, TimeSpan until, CancellationToken cancellation)
    {
        do
        {
            if (output.Terminal.Key() is { } key && !await ActAsync(key, cancellation)) return false;
            var left = until - _time.GetElapsedTime(began);
            if (left > TimeSpan.Zero) await Task.Delay(left < KeyPace ? left : KeyPace, _time, cancellation);
        }
        while (_time.GetElapsedTime(began) < until);

        return true;
    }

    /// <returns>False to quit.</returns>
    private async Task<bool> ActAsync(char key, CancellationToken cancellation)
    {
        switch (char.ToLowerInvariant(key))
        {
            case 'q':
                return false;
            case 'g':
                Say("collecting garbage");
                var collection = await ForcedGarbageCollection.RunAsync(target, cancellation);
                var freed = ByteSize.Format(Math.Max(0, collection.Before.HeapUsedBytes - collection.After.HeapUsedBytes));
                var left = ByteSize.Format(collection.After.HeapUsedBytes);
                Say($"collected in {Durations.Format(collection.Took)}: {freed} freed, {left} left");
                return true;
            case 's':
                await TakeSnapshotAsync(cancellation);
                return true;
            default:
                return true;
        }
    }

    private async Task TakeSnapshotAsync(CancellationToken cancellation)
    {
        Say("taking a snapshot: the process is paused");
        try
        {
            var capture = new SnapshotCapture(target, new CaptureOptions { Rates = CacheFolder.LoadCaptureRates() });
            var taken = await capture.CaptureAsync(path: null, progress: null, cancellation);
            Say($"{Path.GetFileName(taken.Path)}: {ByteSize.Format(taken.FileBytes)}, paused for {Durations.Format(taken.Pause)}");
        }
        catch (TargetException problem) when (problem is not TargetExitedException && !target.Connection.Closed.IsCompleted)
        {
            Say("no snapshot: " + problem.Message); // refused, or the folder cannot be written: watching continues
        }
    }

    private bool IsAbout(string problem) => _status.StartsWith(problem, StringComparison.Ordinal);

    private void Say(string status)
    {
        (_status, _statusAt) = (status, _time.GetTimestamp());
        if (history.Last is not null) Show();
    }

    private void Show()
    {
        var floors = history.Collections.FullFloorCount;
        if (_verdict is null || floors != _floorsJudged || _time.GetElapsedTime(_judgedAt) > VerdictPace)
            (_verdict, _judgedAt, _floorsJudged) = (history.Judge(), _time.GetTimestamp(), floors);
        if (_time.GetElapsedTime(_statusAt) > StatusDuration) _status = "";
        view.Show(history, _verdict, _status);
    }
}
