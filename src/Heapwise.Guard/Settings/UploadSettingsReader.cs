using System.Text.RegularExpressions;

namespace Heapwise.Guard.Settings;

/// <summary>Reads the section <c>guard.upload</c>.</summary>
internal static partial class UploadSettingsReader
{
    /// <summary>One part of a file must be through before a server gives up waiting for it.</summary>
    private const long MinRate = 100_000;

    private const string DefaultService = "heapwise";

    /// <summary>Null where no bucket is named.</summary>
    public static UploadSettings? Read(ConfiguredSection upload, SettingsSources sources)
    {
        var bucket = upload.FindText("bucket");
        var encryption = ReadEncryption(upload);
        var kmsKey = upload.FindText("kmsKey");
        var rate = upload.FindSize("maxRate");
        var settings = new UploadSettings
        {
            Bucket = bucket ?? "",
            Endpoint = ReadEndpoint(upload),
            Region = upload.FindText("region"),
            Credentials = new CredentialSource(
                upload.FindText("credentials") is { } file ? sources.ResolvePath("upload:credentials", file) : null,
                upload.FindText("profile")),
            Prefix = ReadPrefix(upload),
            Service = upload.FindText("service") ?? DefaultService,
            Compression = upload.FindChoice<Compression>("compress") ?? Compression.Zstd,
            Encryption = encryption,
            KmsKey = kmsKey,
            MaxRate = rate is null or >= MinRate ? rate : throw upload.Fail("maxRate", "must be at least 100 kB (a second)"),
            KeepsLocal = upload.FindFlag("keepLocal") ?? false,
            Drain = upload.FindDuration("drain") ?? TimeSpan.FromSeconds(20),
        };
        upload.End();
        if (kmsKey is not null && encryption != Encryption.Kms) throw upload.Fail("kmsKey", "is used only where encryption is \"aws:kms\"");
        if (bucket is null) return upload.IsEmpty ? null : throw upload.Fail("bucket", "is missing");
        return BucketName().IsMatch(bucket)
            ? settings
            : throw upload.Fail("bucket", $"\"{bucket}\" is not the name of a bucket: 3 to 63 small letters, digits, dots, and hyphens");
    }

    private static Uri? ReadEndpoint(ConfiguredSection upload)
    {
        if (upload.FindText("endpoint") is not { } text) return null;
        var isAddress = Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
        if (!isAddress) throw upload.Fail("endpoint", $"\"{text}\" is not an address that begins with http:// or https://");
        return address!.UserInfo.Length == 0
            ? address
            : throw upload.Fail("endpoint", "must not contain a user or password; see \"credentials\"");
    }

    private static string ReadPrefix(ConfiguredSection upload)
    {
        var prefix = upload.FindText("prefix")?.Trim('/') ?? "";
        return KeyPrefix().IsMatch(prefix)
            ? prefix
            : throw upload.Fail("prefix", $"\"{prefix}\" may have letters, digits, and the characters ! - _ . * ' ( ) / only");
    }

    private static Encryption ReadEncryption(ConfiguredSection upload) => upload.FindText("encryption") switch
    {
        null or "none" => Encryption.None,
        "AES256" => Encryption.Aes256,
        "aws:kms" => Encryption.Kms,
        var text => throw upload.Fail("encryption", $"\"{text}\" is not one of \"none\", \"AES256\", \"aws:kms\""),
    };

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BucketName();

    [GeneratedRegex("^[A-Za-z0-9!_.*'()/-]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KeyPrefix();
}
