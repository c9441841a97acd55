using Heapwise.Cli.LiveScreen;
using Heapwise.Cli.Shell;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Cli;

public sealed class ProgressLineTests
{
    private readonly HandTime _time = new();
    private readonly StringWriter _error = new();

    [Fact]
    public void Work_that_ends_within_a_second_shows_nothing()
    {
        using (var line = Line())
        {
            line.Show("reading", 0.5);
            _time.Pass(TimeSpan.FromSeconds(0.9));
        }

        _error.ToString().ShouldBeEmpty();
    }

    [Fact]
    public void Longer_work_shows_a_bar_and_the_time_and_is_wiped_at_the_end()
    {
        using (var line = Line())
        {
            line.Show("reading", 0.5);
            _time.Pass(TimeSpan.FromSeconds(2));
        }

        _error.ToString().ShouldBe("\r\u001b[2K━━━━━━━━━━──────────  50 %  2.0 s, 2.0 s left  reading\r\u001b[2K");
    }

    [Fact]
    public void A_long_step_that_reports_nothing_still_moves_on()
    {
        using var line = Line();
        line.Show("dominators", null);
        _time.Pass(TimeSpan.FromSeconds(3));
        _time.Pass(TimeSpan.FromSeconds(1));
        _error.ToString().ShouldBe("\r\u001b[2K3.0 s  dominators\r\u001b[2K4.0 s  dominators");
    }

    [Fact]
    public void The_line_fits_the_window()
    {
        using var line = Line(width: 40);
        line.Show(new string('x', 100), 1);
        _time.Pass(TimeSpan.FromSeconds(2));
        _error.ToString().Split("\u001b[2K")[^1].Length.ShouldBe(39);
    }

    [Fact]
    public void After_wiping_nothing_is_drawn_until_the_next_step()
    {
        using var line = Line();
        line.Show("one", null);
        _time.Pass(TimeSpan.FromSeconds(2));
        line.Clear();
        var wiped = _error.ToString();
        _time.Pass(TimeSpan.FromSeconds(2));
        _error.ToString().ShouldBe(wiped);
    }

    [Fact]
    public void Where_there_is_no_terminal_there_is_no_progress()
    {
        using var line = new ProgressLine(null);
        line.OfOpening("file").ShouldBeNull();
        line.OfCapture("target").ShouldBeNull();
        line.Show("ignored", 1);
        line.Clear();
    }

    private ProgressLine Line(int width = 80) =>
        new(new Terminal { Output = Stream.Null, Error = _error, ErrorIsTerminal = true, Width = width, Time = _time });

    /// <summary>Time that passes by hand. One timer, called once a step when it is due.</summary>
    private sealed class HandTime : TimeProvider
    {
        private TimeSpan _now;
        private Action? _tick;
        private TimeSpan _due;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _tick = () => callback(state);
            _due = _now + dueTime;
            return new HandTimer(() => _tick = null);
        }

        public void Pass(TimeSpan time)
        {
            _now += time;
            if (_now >= _due) _tick?.Invoke();
        }

        private sealed class HandTimer(Action stop) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

            public void Dispose() => stop();

            public ValueTask DisposeAsync()
            {
                stop();
                return ValueTask.CompletedTask;
            }
        }
    }
}
