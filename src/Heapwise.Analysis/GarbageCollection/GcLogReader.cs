using System.Buffers;

namespace Heapwise.Analysis.GarbageCollection;

/// <summary>
/// Reads what Node 18 to 26 print under <c>--trace-gc</c>, <c>--trace-gc-verbose</c> and <c>--trace-gc-nvp</c>, among any other
/// lines and after any prefix. Streams: memory does not depend on the length of the log.
/// <para>
/// Each of V8's lines begins with <c>[PID:0xISOLATE]</c> or <c>[PID:0xISOLATE:0]</c>, on Windows with <c>[PID:0000ISOLATE]</c>. The
/// search for <c>:0x</c> and <c>:0000</c> is the cost of most lines of a log. One line can have several such marks: what a process
/// prints when it runs out of memory ("Last few GCs") is a buffer without line ends. It repeats collections that were logged before;
/// those are dropped.
/// </para>
/// </summary>
/// <param name="text">The log. The caller closes it.</param>
public sealed class GcLogReader(TextReader text)
{
    /// <summary>The rest of a longer line is skipped: V8's longest lines have about 4,000 characters.</summary>
    private const int MaxLineLength = 64 * 1024;

    private const int MaxFatalErrors = 100;

    private const string Mark = ":0x";
    private const string MarkOnWindows = ":0000";
    private const string LastFew = "<--- Last few GCs";
    private const string EndOfLastFew = "<--- JS stacktrace";
    private const string Fatal = "FATAL ERROR:";

    // "average mu" is in every line of --trace-gc: one without a mark has lost its head.
    private static readonly SearchValues<string> Telling =
        SearchValues.Create([Mark, MarkOnWindows, LastFew, EndOfLastFew, Fatal, "(average mu"], StringComparison.Ordinal);

    private static readonly SearchValues<string> Marks = SearchValues.Create([Mark, MarkOnWindows], StringComparison.Ordinal);

    private readonly Dictionary<GcHeapId, TimeSpan> _latest = [];
    private readonly GcLogLine _line = new();
    private readonly Queue<GcEvent> _pending = new();
    private readonly List<(GcHeapId?, string)> _fatal = [];
    private readonly char[] _buffer = new char[MaxLineLength];
    private int _start;
    private int _end;
    private bool _skipsRest;
    private bool _inLastFew;
    private GcHeapId? _latestHeap;

    /// <summary>Lines so far.</summary>
    public long Lines { get; private set; }

    /// <summary>Lines that are V8's, but cut or mixed with others so that a collection in them is lost.</summary>
    public long DamagedLines { get; private set; }

    /// <summary>The first damaged line, from 1; 0 if there is none.</summary>
    public long FirstDamagedLine { get; private set; }

    /// <summary>The limit of each heap, if the log has it (<c>--trace-gc-verbose</c>).</summary>
    public Dictionary<GcHeapId, long> LimitBytes { get; } = [];

    /// <summary>V8's last words, by the heap whose collection was logged last before them; null if there was none.</summary>
    public IReadOnlyList<(GcHeapId? Heap, string Message)> FatalErrors => _fatal;

    /// <summary>The next collection; false at the end of the log.</summary>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public bool TryRead(out GcEvent collection)
    {
        while (!_pending.TryDequeue(out collection))
        {
            if (!TryReadLine(out var line)) return false;
            Read(line);
        }

        return true;
    }

    private void Read(ReadOnlySpan<char> line)
    {
        var at = line.IndexOfAny(Telling);
        if (at < 0) return;
        if (line[at] == '<')
        {
            _inLastFew = line[at..].StartsWith(LastFew);
            return;
        }

        if (line[at] == 'F')
        {
            _inLastFew = false;
            if (_fatal.Count < MaxFatalErrors) _fatal.Add((_latestHeap, line[(at + Fatal.Length)..].Trim().ToString()));
            return;
        }

        var isDamaged = line[at] == '(';
        var from = line.IndexOfAny(Marks);
        while (from >= 0)
        {
            var next = line[(from + Mark.Length)..].IndexOfAny(Marks);
            var end = next < 0 ? line.Length : from + Mark.Length + next;
            isDamaged |= Read(line[..end], from) == GcLogMeaning.Damaged;
            from = next < 0 ? -1 : end;
        }

        if (!isDamaged || _inLastFew) return;
        DamagedLines++;
        if (FirstDamagedLine == 0) FirstDamagedLine = Lines;
    }

    private GcLogMeaning Read(ReadOnlySpan<char> line, int mark)
    {
        var meaning = _line.Read(line, mark);
        switch (meaning)
        {
            case GcLogMeaning.Collection:
                var collection = _line.Collection;
                var isRepeated = _inLastFew && _latest.TryGetValue(_line.Heap, out var latest) && collection.At <= latest;
                if (isRepeated) break;
                _latest[_line.Heap] = collection.At;
                _latestHeap = _line.Heap;
                _pending.Enqueue(collection);
                break;
            case GcLogMeaning.Limit:
                LimitBytes[_line.Heap] = _line.LimitBytes;
                break;
        }

        return meaning;
    }

    private bool TryReadLine(out ReadOnlySpan<char> line)
    {
        while (true)
        {
            var length = _buffer.AsSpan(_start.._end).IndexOf('\n');
            if (length >= 0)
            {
                line = _buffer.AsSpan(_start, length);
                _start += length + 1;
                if (_skipsRest)
                {
                    _skipsRest = false;
                    continue;
                }

                Lines++;
                return true;
            }

            if (_start == 0 && _end == _buffer.Length)
            {
                // Longer than any line of interest: its beginning is read, the rest is skipped.
                line = _buffer.AsSpan(0, _end);
                _start = _end;
                if (_skipsRest) continue;
                _skipsRest = true;
                Lines++;
                return true;
            }

            if (Fill()) continue;
            line = _buffer.AsSpan(_start.._end);
            _start = _end;
            if (line.IsEmpty || _skipsRest) return false;
            Lines++;
            return true;
        }
    }

    /// <summary>Moves what is left to the front and reads on; false at the end of the log.</summary>
    private bool Fill()
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        var read = text.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
