using Amazon.S3.Model;

namespace Heapwise.Guard.Uploads;

/// <summary>
/// A stream that ends in an object. It collects one part at a time, and sends it when it is full: the memory is that of a part, however
/// long the object gets. What fits into one part is sent as a whole, in one request. A part stays until it is received, so that a broken
/// connection costs that part only. Nothing is visible in the bucket before <see cref="CompleteAsync"/>.
/// </summary>
/// <param name="bucket">Where.</param>
/// <param name="description">What is sent.</param>
/// <param name="partBytes">The size of a part: at least 5 MiB for Amazon.</param>
/// <param name="cancellation">Of the whole upload: a compressor that is disposed writes what it still has, and passes none.</param>
/// <param name="onSession">Hears the id of the upload before the first part, and an empty text when there is none any more.</param>
internal sealed class PartWriter(
    Bucket bucket, ObjectDescription description, int partBytes, Action<string> onSession, CancellationToken cancellation) : Stream
{
    private readonly byte[] _part = new byte[partBytes];
    private readonly List<PartETag> _sent = [];
    private readonly ObjectSums _sums = new();
    private int _count;
    private string _session = "";
    private bool _isBroken; // what comes after a part that failed is of no use

    /// <summary>What the whole object must be.</summary>
    public ObjectSums Sums => _sums;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _sums.Bytes + _count;

    public override long Position
    {
        get => Length;
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (buffer.Length > 0 && !_isBroken)
        {
            if (_count == _part.Length) await SendPartAsync();
            var taken = Math.Min(buffer.Length, _part.Length - _count);
            buffer[..taken].CopyTo(_part.AsMemory(_count));
            _count += taken;
            buffer = buffer[taken..];
        }
    }

    /// <summary>Makes the object visible. Done again after an answer was lost, it finds that it is there already.</summary>
    public async Task CompleteAsync(ObjectCheck check)
    {
        if (_session.Length == 0)
        {
            _sums.AddWhole(_part.AsSpan(0, _count));
            await bucket.CallAsync((s3, stop) => s3.PutObjectAsync(description.Put(Content(), _sums), stop), cancellation);
            return;
        }

        await SendPartAsync();
        var request = new CompleteMultipartUploadRequest
        {
            BucketName = bucket.Name,
            Key = description.Key,
            UploadId = _session,
            PartETags = _sent,
        };
        var isRepeated = false;
        await bucket.CallAsync(
            async (s3, stop) =>
            {
                if (isRepeated && await check.IsThereAsync(_sums, stop)) return true;
                isRepeated = true;
                await s3.CompleteMultipartUploadAsync(request, stop);
                return true;
            },
            cancellation);
        Forget();
    }

    /// <summary>Leaves nothing of an object that was not completed. What fails now is done by the next run.</summary>
    /// <param name="patience">How long that may take: the upload's own end may have come.</param>
    public async Task AbortAsync(CancellationToken patience)
    {
        if (_session.Length == 0) return;
        await Leftovers.AbortAsync(bucket, description.Key, _session, patience);
        Forget();
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
        // Parts are sent when they are full.
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async Task SendPartAsync()
    {
        _isBroken = true; // until it is through
        if (_session.Length == 0)
        {
            var begun = await bucket.CallAsync((s3, stop) => s3.InitiateMultipartUploadAsync(description.Begin(), stop), cancellation);
            _session = begun.UploadId;
            onSession(_session);
        }

        var sum = _sums.AddPart(_part.AsSpan(0, _count));
        var number = _sent.Count + 1;
        var answer = await bucket.CallAsync(
            (s3, stop) => s3.UploadPartAsync(description.Part(Content(), number, _session, sum), stop), cancellation);
        _sent.Add(new PartETag(number, answer.ETag) { ChecksumSHA256 = sum });
        _count = 0;
        _isBroken = false;
    }

    private MemoryStream Content() => new(_part, 0, _count, writable: false);

    private void Forget()
    {
        _session = "";
        onSession("");
    }
}
