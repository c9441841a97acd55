using System.Security.Cryptography;
using Amazon.S3;
using Amazon.S3.Model;

namespace Heapwise.Guard.Uploads;

/// <summary>
/// Finds out whether the storage has what was sent: by its size and SHA-256; where it keeps none, by its ETag; where that is not made of
/// MD5 (as with a key management service), by reading it back.
/// </summary>
/// <param name="bucket">Where.</param>
/// <param name="key">Which.</param>
internal sealed class ObjectCheck(Bucket bucket, string key)
{
    private const int BufferBytes = 1 << 16;

    /// <exception cref="UploadException">It is not there, or is something else.</exception>
    public async Task VerifyAsync(ObjectSums sums, CancellationToken cancellation)
    {
        if (!await IsThereAsync(sums, cancellation))
            throw new UploadException($"s3://{bucket.Name}/{key} is not what was sent", isTransient: false, code: Mismatch);
    }

    /// <summary>The code of an object that differs from what was sent.</summary>
    public const string Mismatch = "mismatch";

    public async Task<bool> IsThereAsync(ObjectSums sums, CancellationToken cancellation)
    {
        var request = new GetObjectMetadataRequest { BucketName = bucket.Name, Key = key, ChecksumMode = ChecksumMode.ENABLED };
        try
        {
            var found = await bucket.CallAsync((s3, stop) => s3.GetObjectMetadataAsync(request, stop), cancellation);
            if (found.ContentLength != sums.Bytes) return false;
            if (sums.IsChecksum(found.ChecksumSHA256) || sums.IsTag(found.ETag)) return true;
            return await bucket.CallAsync((s3, stop) => ReadBackAsync(s3, stop), cancellation) == sums.Sha256;
        }
        catch (UploadException problem) when (problem.Code is "NotFound" or "NoSuchKey")
        {
            return false;
        }
    }

    private async Task<string> ReadBackAsync(IAmazonS3 s3, CancellationToken cancellation)
    {
        using var answer = await s3.GetObjectAsync(bucket.Name, key, cancellation);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        while (await answer.ResponseStream.ReadAsync(buffer, cancellation) is > 0 and var count) hash.AppendData(buffer.AsSpan(0, count));
        return Convert.ToBase64String(hash.GetHashAndReset());
    }
}
