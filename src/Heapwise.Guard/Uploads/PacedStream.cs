namespace Heapwise.Guard.Uploads;

/// <summary>
/// A connection that sends no faster than it may, and fails when nothing moves on it for a while. A limit for whole requests would have to
/// know how fast the network is; this one does not.
/// </summary>
/// <param name="inner">The connection; disposed with this.</param>
/// <param name="pace">How fast.</param>
/// <param name="maxSilence">How long nothing may move.</param>
internal sealed class PacedStream(Stream inner, Pace pace, TimeSpan maxSilence) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0)
        {
            var piece = buffer[..pace.Allow(buffer.Length)];
            await pace.WaitAsync(piece.Length, cancellationToken);
            await TimedAsync(async stop =>
            {
                await inner.WriteAsync(piece, stop);
                return 0;
            }, cancellationToken);
            buffer = buffer[piece.Length..];
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        TimedAsync(stop => inner.ReadAsync(buffer, stop), cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask<T> TimedAsync<T>(Func<CancellationToken, ValueTask<T>> work, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(maxSilence);
        try
        {
            return await work(patience.Token);
        }
        catch (OperationCanceledException problem) when (!cancellation.IsCancellationRequested)
        {
            throw new IOException($"nothing has moved for {maxSilence.TotalSeconds:0.#} s", problem);
        }
    }
}
