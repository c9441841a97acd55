using Amazon.S3;
using Amazon.S3.Model;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Uploads;

/// <summary>What the storage should know about an object: the same in one request, and in the first of many.</summary>
/// <param name="Settings">Bucket and encryption.</param>
/// <param name="Key">Its key.</param>
/// <param name="ContentType">Of what is stored.</param>
/// <param name="Metadata">By name; ASCII.</param>
internal sealed record ObjectDescription(
    UploadSettings Settings, string Key, string ContentType, IReadOnlyList<(string Name, string Value)> Metadata)
{
    public PutObjectRequest Put(MemoryStream content, ObjectSums sums)
    {
        var request = new PutObjectRequest
        {
            BucketName = Settings.Bucket,
            Key = Key,
            ContentType = ContentType,
            InputStream = content,
            UseChunkEncoding = false, // not every server knows it
            ChecksumSHA256 = sums.Sha256,
        };
        foreach (var (name, value) in Metadata) request.Metadata.Add(name, value);
        if (Method is { } method) request.ServerSideEncryptionMethod = method;
        if (Settings.KmsKey is { } key) request.ServerSideEncryptionKeyManagementServiceKeyId = key;
        return request;
    }

    public InitiateMultipartUploadRequest Begin()
    {
        var request = new InitiateMultipartUploadRequest
        {
            BucketName = Settings.Bucket,
            Key = Key,
            ContentType = ContentType,
            ChecksumAlgorithm = ChecksumAlgorithm.SHA256,
        };
        foreach (var (name, value) in Metadata) request.Metadata.Add(name, value);
        if (Method is { } method) request.ServerSideEncryptionMethod = method;
        if (Settings.KmsKey is { } key) request.ServerSideEncryptionKeyManagementServiceKeyId = key;
        return request;
    }

    public UploadPartRequest Part(MemoryStream content, int number, string session, string sum) => new()
    {
        BucketName = Settings.Bucket,
        Key = Key,
        UploadId = session,
        PartNumber = number,
        PartSize = content.Length,
        InputStream = content,
        UseChunkEncoding = false,
        ChecksumSHA256 = sum,
    };

    private ServerSideEncryptionMethod? Method => Settings.Encryption switch
    {
        Encryption.Aes256 => ServerSideEncryptionMethod.AES256,
        Encryption.Kms => ServerSideEncryptionMethod.AWSKMS,
        _ => null,
    };
}
