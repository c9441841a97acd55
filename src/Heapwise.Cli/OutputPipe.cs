using Microsoft.Win32.SafeHandles;

namespace Heapwise.Cli;

/// <summary>
/// Standard output that notices when its reader goes away, as in <c>heapwise top … | head</c>: from then on everything is dropped, and what goes on by itself
/// can end. The console's own stream would hide it.
/// </summary>
internal sealed class OutputPipe : Stream
{
    private const int BrokenPipe = 32; // errno EPIPE, on Linux and macOS

    private readonly FileStream _pipe;

    private OutputPipe(FileStream pipe) => _pipe = pipe;

    /// <summary>True once a write has failed; until one is tried nobody knows.</summary>
    public bool IsClosed { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Null for what is no pipe or socket: nobody reads a file along, and others may write to it at the same time.</summary>
    public static OutputPipe? Of(SafeFileHandle handle)
    {
        var stream = new FileStream(handle, FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? null : new OutputPipe(stream);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (IsClosed) return;
        try
        {
            _pipe.Write(buffer);
        }
        catch (IOException problem) when (problem.HResult == BrokenPipe)
        {
            IsClosed = true;
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        Write(buffer.AsSpan(offset, count));
        return Task.CompletedTask;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _pipe.Dispose();
        base.Dispose(disposing);
    }
}
