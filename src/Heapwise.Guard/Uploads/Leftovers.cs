using Amazon.S3.Model;

namespace Heapwise.Guard.Uploads;

/// <summary>
/// Uploads in parts that were never completed. They cost money until they are aborted, and no listing of objects shows them.
/// </summary>
internal static class Leftovers
{
    /// <summary>Aborts one. One that is gone already is fine, and so is a server that cannot do it: it is asked for nothing else.</summary>
    public static async Task AbortAsync(Bucket bucket, string key, string session, CancellationToken cancellation)
    {
        var request = new AbortMultipartUploadRequest { BucketName = bucket.Name, Key = key, UploadId = session };
        try
        {
            await bucket.CallAsync((s3, stop) => s3.AbortMultipartUploadAsync(request, stop), cancellation);
        }
        catch (UploadException problem) when (problem.Code is "NoSuchUpload" or "MethodNotAllowed" or "NotImplemented")
        {
            return;
        }
    }

    /// <summary>
    /// Aborts those of a key whose answer never came, so that nobody knows their ids. Listing them is a right of its own: without it they
    /// are left to the bucket's lifecycle.
    /// </summary>
    public static async Task AbortUnknownAsync(Bucket bucket, string key, CancellationToken cancellation)
    {
        var request = new ListMultipartUploadsRequest { BucketName = bucket.Name, Prefix = key };
        try
        {
            var found = await bucket.CallOnceAsync((s3, stop) => s3.ListMultipartUploadsAsync(request, stop), cancellation);
            foreach (var upload in found.MultipartUploads ?? [])
                if (upload.Key == key) await AbortAsync(bucket, key, upload.UploadId, cancellation);
        }
        catch (UploadException)
        {
            return;
        }
    }
}
