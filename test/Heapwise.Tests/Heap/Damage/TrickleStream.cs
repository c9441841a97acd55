namespace Heapwise.Tests.Heap.Damage;

/// <summary>Returns few bytes at a time, as a pipe may, so that every token is cut somewhere.</summary>
internal sealed class TrickleStream(byte[] content, int maxBytes) : MemoryStream(content, writable: false)
{
    public override bool CanSeek => false;

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, maxBytes));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, maxBytes)]);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, maxBytes)], cancellationToken);
}
