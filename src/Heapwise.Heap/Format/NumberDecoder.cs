namespace Heapwise.Heap.Format;

/// <summary>
/// Decodes chunks of number arrays on all cores while the reading thread continues. The queue is bounded. When it is full, the
/// reading thread decodes the chunk itself, so it is never idle and only a few blocks are in memory.
/// Of all faults found, the first in the file is thrown.
/// </summary>
internal sealed class NumberDecoder : IDisposable
{
    private const int QueuedPerThread = 4;

    private readonly ByteWindow _window;
    private readonly Queue<Chunk> _queue = new();
    private readonly Thread[] _workers;
    private readonly ThreadLocal<ulong[]> _batches = new(() => new ulong[4096]);
    private readonly CancellationToken _cancellation;
    private readonly object _gate = new(); // guards the queue and the fields below; pulsed at every change
    private int _underWay;
    private bool _ended;
    private SnapshotFormatException? _fault;

    public NumberDecoder(ByteWindow window, int threads, CancellationToken cancellation)
    {
        _window = window;
        _cancellation = cancellation;
        _workers = new Thread[threads - 1];
        for (var i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new Thread(Work) { IsBackground = true, Name = "heapwise decoder" };
            _workers[i].Start();
        }
    }

    /// <summary>A run of whole records; the byte after the last number is a comma.</summary>
    internal readonly record struct Chunk(
        byte[] Buffer,
        int Start,
        int Length,
        long FileOffset,
        long FirstNumber,
        bool Regular,
        string Section,
        INumberSink Sink);

    /// <summary>True once a chunk was found to be wrong; there is no point in reading further.</summary>
    public bool Faulted => Volatile.Read(ref _fault) is not null;

    /// <summary>Takes ownership of the chunk's buffer. Reading thread only.</summary>
    public void Add(Chunk chunk)
    {
        _cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _underWay++;
            if (_queue.Count < QueuedPerThread * _workers.Length)
            {
                _queue.Enqueue(chunk);
                Monitor.Pulse(_gate);
                return;
            }
        }

        Decode(chunk);
    }

    /// <summary>Waits until all chunks added so far are decoded. Reading thread only.</summary>
    /// <exception cref="SnapshotFormatException">The first fault in file order.</exception>
    public void Drain()
    {
        while (TryTake(out var chunk)) Decode(chunk);
        lock (_gate)
        {
            while (_underWay > 0) Monitor.Wait(_gate);
        }

        _cancellation.ThrowIfCancellationRequested();
        if (_fault is { } fault) throw fault;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _queue.Clear();
            _ended = true;
            Monitor.PulseAll(_gate);
        }

        foreach (var worker in _workers) worker.Join();
        _batches.Dispose();
    }

    private void Work()
    {
        while (true)
        {
            Chunk chunk;
            lock (_gate)
            {
                while (!_queue.TryDequeue(out chunk))
                {
                    if (_ended) return;
                    Monitor.Wait(_gate);
                }
            }

            Decode(chunk);
        }
    }

    private bool TryTake(out Chunk chunk)
    {
        lock (_gate) return _queue.TryDequeue(out chunk);
    }

    private void Decode(Chunk chunk)
    {
        try
        {
            if (!_cancellation.IsCancellationRequested) DecodeInto(chunk, _batches.Value!); // the factory never returns null
        }
        catch (SnapshotFormatException e)
        {
            Report(e);
        }
        finally
        {
            _window.Recycle(chunk.Buffer);
            lock (_gate)
            {
                if (--_underWay == 0) Monitor.PulseAll(_gate);
            }
        }
    }

    private void DecodeInto(Chunk chunk, ulong[] batch)
    {
        try
        {
            if (chunk.Regular && !RegularDecoder.ForceScalar)
            {
                var wrong = RegularDecoder.Decode(ref chunk.Buffer[chunk.Start], chunk.Length, batch, chunk.Sink, chunk.FirstNumber);
                if (wrong >= 0) throw Fault(chunk, chunk.FileOffset + wrong, "a number does not fit into 63 bits");
            }
            else
            {
                var bytes = chunk.Buffer.AsSpan(chunk.Start, chunk.Length);
                var wrong = IntegerScanner.DecodeScalar(bytes, batch, chunk.Sink, chunk.FirstNumber, out var problem);
                if (wrong >= 0) throw Fault(chunk, chunk.FileOffset + wrong, problem);
            }
        }
        catch (ValueFaultException e)
        {
            throw Fault(chunk, chunk.FileOffset + FindPosition(chunk, e.Number - chunk.FirstNumber), e.Message);
        }
    }

    private static int FindPosition(Chunk chunk, long number)
    {
        var bytes = chunk.Buffer.AsSpan(chunk.Start, chunk.Length);
        var at = 0;
        for (; number > 0; number--) at += bytes[at..].IndexOf((byte)',') + 1;
        while (at < bytes.Length && bytes[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') at++;
        return at;
    }

    private SnapshotFormatException Fault(Chunk chunk, long offset, string problem) =>
        new(_window.SourceName, chunk.Section, offset, problem, Advice.Damaged);

    private void Report(SnapshotFormatException fault)
    {
        lock (_gate)
        {
            if (_fault is null || fault.Offset < _fault.Offset) _fault = fault;
        }
    }
}
