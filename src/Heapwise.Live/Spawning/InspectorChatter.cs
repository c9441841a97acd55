using System.Text;

namespace Heapwise.Live.Spawning;

/// <summary>
/// Removes the lines of Node's inspector from a program's standard error and passes everything else on, byte for byte. An unfinished
/// line is held back only while it may still become one of those. For a single reader.
/// </summary>
internal sealed class InspectorChatter
{
    private const int KeptLines = 20;
    private const int KeptLineLength = 500;
    private const string Listening = "Debugger listening on ";
    private const string Waiting = "Waiting for the debugger to disconnect...";
    private static readonly string[] Beginnings =
    [
        Listening, "Debugger attached.", "Debugger ending on ", "For help, see: https://nodejs.org/", Waiting,
        "Starting inspector on ", // … failed: a cluster gives its workers ports next to the primary's, which may be taken
    ];

    private static readonly byte[][] Prefixes = [.. Beginnings.Select(Encoding.UTF8.GetBytes)];

    private readonly List<byte> _line = [];
    private readonly Queue<string> _lastLines = new();
    private bool _isPassing;

    /// <summary>Called with each inspector address that is announced.</summary>
    public required Action<Uri> Announced { get; init; }

    /// <summary>Called when a program has finished and only waits for its debugger to detach (Node 18 and 20 do).</summary>
    public required Action Finished { get; init; }

    /// <summary>The last lines that were passed on. Safe on any thread.</summary>
    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (_lastLines) return [.. _lastLines];
        }
    }

    /// <summary>Appends everything that is not the inspector's to <paramref name="passed"/>.</summary>
    public void Push(ReadOnlySpan<byte> bytes, List<byte> passed)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n') + 1;
            var part = end > 0 ? bytes[..end] : bytes;
            bytes = bytes[part.Length..];
            if (_isPassing) passed.AddRange(part);
            if (_line.Count < KeptLineLength || !_isPassing) _line.AddRange(part);
            if (end > 0) EndLine(passed);
            else if (!_isPassing && !MayBeChatter()) Pass(passed);
        }
    }

    /// <summary>Passes on what is still held back once the output has ended.</summary>
    public void Finish(List<byte> passed)
    {
        if (_line.Count > 0) EndLine(passed);
    }

    private void EndLine(List<byte> passed)
    {
        if (!_isPassing && IsChatter()) Announce();
        else Remember(passed);
        _line.Clear();
        _isPassing = false;
    }

    private void Remember(List<byte> passed)
    {
        if (!_isPassing) Pass(passed);
        lock (_lastLines)
        {
            _lastLines.Enqueue(Text());
            if (_lastLines.Count > KeptLines) _lastLines.Dequeue();
        }
    }

    private void Pass(List<byte> passed)
    {
        passed.AddRange(_line);
        _isPassing = true;
    }

    private void Announce()
    {
        var text = Text();
        if (text.StartsWith(Waiting, StringComparison.Ordinal)) Finished();
        else if (text.StartsWith(Listening, StringComparison.Ordinal)
            && Uri.TryCreate(text[Listening.Length..], UriKind.Absolute, out var address)) Announced(address);
    }

    private string Text() => Encoding.UTF8.GetString([.. _line.Take(KeptLineLength)]).TrimEnd('\r', '\n');

    private bool IsChatter() => Prefixes.Any(prefix => _line.Count >= prefix.Length && _line.Take(prefix.Length).SequenceEqual(prefix));

    private bool MayBeChatter() => Prefixes.Any(prefix => _line.Take(prefix.Length).SequenceEqual(prefix.Take(_line.Count)));
}
