namespace Heapwise.Guard.Settings;

/// <summary>
/// A bucket of an S3-compatible storage that evidence is copied to. Credentials are no settings: their chain is asked for them.
/// </summary>
public sealed record UploadSettings
{
    public required string Bucket { get; init; }

    /// <summary>The address of a server that is not Amazon's; null: Amazon's.</summary>
    public required Uri? Endpoint { get; init; }

    /// <summary>Null: as the environment says.</summary>
    public required string? Region { get; init; }

    /// <summary>Where the credentials are, where not in the usual places.</summary>
    public required CredentialSource Credentials { get; init; }

    /// <summary>The first parts of every key; empty: none.</summary>
    public required string Prefix { get; init; }

    /// <summary>The part of every key that tells services apart.</summary>
    public required string Service { get; init; }

    public required Compression Compression { get; init; }

    public required Encryption Encryption { get; init; }

    /// <summary>The key of <see cref="Encryption.Kms"/>; null: the bucket's own.</summary>
    public required string? KmsKey { get; init; }

    /// <summary>Bytes a second; null: as fast as possible.</summary>
    public required long? MaxRate { get; init; }

    /// <summary>Whether the local copy stays after the uploaded one was verified.</summary>
    public required bool KeepsLocal { get; init; }

    /// <summary>How long a guard that ends waits for uploads.</summary>
    public required TimeSpan Drain { get; init; }
}

/// <summary>Where credentials are looked for.</summary>
/// <param name="File">
/// A file as the AWS command line has it; null: the usual one, after variables and before the services of a cloud.
/// </param>
/// <param name="Profile">A section of that file; null: the default.</param>
public sealed record CredentialSource(string? File, string? Profile);

/// <summary>How a file is compressed before it is sent.</summary>
public enum Compression
{
    Zstd,
    Gzip,
    None,
}

/// <summary>How the storage encrypts what it keeps.</summary>
public enum Encryption
{
    /// <summary>As the bucket is set up.</summary>
    None,

    /// <summary>With keys of the storage.</summary>
    Aes256,

    /// <summary>With a key of a key management service.</summary>
    Kms,
}
