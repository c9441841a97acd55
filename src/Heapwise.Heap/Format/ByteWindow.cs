using System.IO.Compression;

namespace Heapwise.Heap.Format;

/// <summary>
/// A window that moves forward over the input. Everything is read once, in large blocks, so files, gzip and standard input are
/// handled alike. The buffer has <see cref="Slack"/> spare bytes at each end, so that wide loads stay inside it.
/// Used by one thread; <see cref="Detach"/> passes the buffer on to another.
/// </summary>
internal sealed class ByteWindow : IDisposable
{
    public const int Slack = 64;

    /// <summary>Bytes read at a time; tiny in Debug builds so that block borders are hit early.</summary>
#if DEBUG
    public static readonly int StandardBlockBytes = BlockBytesFromEnvironment(512);
#else
    public static readonly int StandardBlockBytes = BlockBytesFromEnvironment(1 << 19);
#endif

    private readonly Stream _stream;
    private readonly Stack<byte[]> _spare = new();
    private bool _ended;

    private ByteWindow(Stream stream, string source, int blockBytes, long? length)
    {
        _stream = stream;
        SourceName = source;
        BlockBytes = blockBytes;
        Length = length;
        Buffer = NewBuffer(BlockBytes);
        Position = End = Slack;
    }

    public string SourceName { get; }

    /// <summary>Bytes read at a time.</summary>
    public int BlockBytes { get; }

    /// <summary>Bytes of the whole input; null for gzip and pipes.</summary>
    public long? Length { get; }

    public byte[] Buffer { get; private set; }

    /// <summary>The next byte to read, in <see cref="Buffer"/>.</summary>
    public int Position { get; set; }

    /// <summary>The end of the available bytes.</summary>
    public int End { get; private set; }

    /// <summary>The offset of <see cref="Buffer"/>[0] in the input; negative at first because of the slack.</summary>
    public long BaseOffset { get; private set; } = -Slack;

    /// <summary>The offset of <see cref="Position"/> in the input.</summary>
    public long Offset => BaseOffset + Position;

    public ReadOnlySpan<byte> Rest => Buffer.AsSpan(Position, End - Position);

    /// <summary>A window over a stream, which stays open; gzip is recognised by its first bytes.</summary>
    public static ByteWindow Over(Stream stream, string source, int blockBytes)
    {
        if (stream.CanSeek)
        {
            Span<byte> magic = stackalloc byte[2];
            var start = stream.Position;
            var count = stream.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
            stream.Position = start;
            return IsGzip(magic[..count])
                ? new ByteWindow(Decompress(stream), source, blockBytes, null)
                : new ByteWindow(stream, source, blockBytes, stream.Length - start);
        }

        var window = new ByteWindow(stream, source, blockBytes, null);
        window.FillAtLeast(2);
        if (!IsGzip(window.Rest)) return window;
        var whole = new PrefixedStream(window.Rest.ToArray(), stream);
        return new ByteWindow(Decompress(whole), source, blockBytes, null);
    }

    /// <summary>Makes at least <paramref name="count"/> bytes available from <see cref="Position"/>; false if there are fewer.</summary>
    public bool FillAtLeast(int count)
    {
        while (End - Position < count && !_ended) Refill();
        return End - Position >= count;
    }

    /// <summary>Reads one more block; the bytes from <see cref="Position"/> on stay available. False at the end of the input.</summary>
    public bool Refill()
    {
        if (_ended) return false;
        var left = End - Position;
        if (Position > Slack || Buffer.Length - Slack - End == 0)
        {
            var free = Buffer.Length - (2 * Slack) - left;
            var target = free >= BlockBytes / 2 ? Buffer : NewBuffer(Math.Max(BlockBytes, 2 * left));
            Rest.CopyTo(target.AsSpan(Slack));
            BaseOffset += Position - Slack;
            Buffer = target;
            Position = Slack;
            End = Slack + left;
        }

        var read = ReadInto(Buffer.AsSpan(End, Buffer.Length - Slack - End));
        if (read == 0)
        {
            _ended = true;
            return false;
        }

        End += read;
        return true;
    }

    /// <summary>Gives the buffer away and continues in another one, which keeps the bytes from <paramref name="keepFrom"/> on.</summary>
    public byte[] Detach(int keepFrom)
    {
        var given = Buffer;
        var kept = given.AsSpan(keepFrom, End - keepFrom);
        byte[]? target;
        lock (_spare) _spare.TryPop(out target);
        var minLength = kept.Length + (BlockBytes / 2) + (2 * Slack);
        if (target is null || target.Length < minLength) target = NewBuffer(kept.Length + BlockBytes);
        kept.CopyTo(target.AsSpan(Slack));
        Buffer = target;
        BaseOffset += keepFrom - Slack;
        Position = Slack;
        End = Slack + kept.Length;
        return given;
    }

    /// <summary>Takes back a buffer that <see cref="Detach"/> gave away. May be called on any thread.</summary>
    public void Recycle(byte[] buffer)
    {
        if (buffer.Length > BlockBytes + (2 * Slack)) return;
        lock (_spare) _spare.Push(buffer);
    }

    public void Dispose()
    {
        if (_stream is GZipStream) _stream.Dispose();
    }

    private static byte[] NewBuffer(int bytes) => GC.AllocateUninitializedArray<byte>(bytes + (2 * Slack));

    private static GZipStream Decompress(Stream stream) => new(stream, CompressionMode.Decompress, leaveOpen: true);

    private static bool IsGzip(ReadOnlySpan<byte> head) => head.Length >= 2 && head[0] == 0x1F && head[1] == 0x8B;

    private static int BlockBytesFromEnvironment(int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable("HEAPWISE_BLOCK_BYTES"), out var wanted) && wanted >= 128 ? wanted : standard;

    private int ReadInto(Span<byte> free)
    {
        try
        {
            return _stream.Read(free);
        }
        catch (InvalidDataException e)
        {
            const string problem = "the compressed data is damaged or cut off";
            throw new SnapshotFormatException(SourceName, "gzip", BaseOffset + End, problem, Advice.DamagedGzip, e);
        }
    }

    /// <summary>A pipe whose first bytes have already been read.</summary>
    private sealed class PrefixedStream(byte[] head, Stream rest) : Stream
    {
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            if (_at == head.Length) return rest.Read(buffer);
            var count = Math.Min(buffer.Length, head.Length - _at);
            head.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
