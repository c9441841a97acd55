using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Heapwise.Guard.Settings;
using Heapwise.Store.Records;
using ZstdSharp;
using ZstdSharp.Unsafe;
using Compression = Heapwise.Guard.Settings.Compression;

namespace Heapwise.Guard.Uploads;

/// <summary>
/// Copies one file into a bucket: read twice (for its SHA-256, which the storage wants first, and for the copy), compressed on the way,
/// sent in parts, verified. No second file is written, and memory does not depend on the size.
/// </summary>
/// <param name="bucket">Where.</param>
/// <param name="settings">How.</param>
internal sealed class FileUpload(Bucket bucket, UploadSettings settings)
{
    /// <summary>The least that Amazon takes for all parts but the last.</summary>
    private const int MinPartBytes = 5 << 20;

    /// <summary>Of the 10,000 that are allowed, with room for data that compression makes longer.</summary>
    private const int MaxParts = 9_000;

    private const int BufferBytes = 1 << 16;
    private const int ZstdLevel = 3;
    private static readonly TimeSpan AbortPatience = TimeSpan.FromSeconds(3);

    /// <param name="upload">Which.</param>
    /// <param name="key">Of the object.</param>
    /// <param name="onSession">Hears the id of an upload in parts while there is one.</param>
    /// <param name="cancellation">Ends it; nothing stays behind, if the storage still answers.</param>
    /// <exception cref="UploadException">It was refused for good, or differs.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task RunAsync(StoredUpload upload, string key, Action<string> onSession, CancellationToken cancellation)
    {
        await using var file = new FileStream(
            upload.File.Path,
            new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous, BufferSize = 0 });
        var (sum, bytes) = await HashAsync(file, cancellation);
        if (bytes == 0) throw new EndOfStreamException($"{upload.File.Path} is empty");
        await Leftovers.AbortUnknownAsync(bucket, key, cancellation);
        var description = new ObjectDescription(settings, key, ContentType(upload), Metadata(upload, sum, bytes));
        var partBytes = (int)Math.Max(MinPartBytes, bytes / MaxParts);
        await using var parts = new PartWriter(bucket, description, partBytes, onSession, cancellation);
        try
        {
            file.Position = 0;
            if (await CopyAsync(file, parts, cancellation) != sum) throw new IOException($"{upload.File.Path} changes while it is read");
            var check = new ObjectCheck(bucket, key);
            await parts.CompleteAsync(check);
            await check.VerifyAsync(parts.Sums, cancellation);
            await Leftovers.AbortUnknownAsync(bucket, key, cancellation);
        }
        catch
        {
            await TryAbortAsync(parts);
            throw;
        }
    }

    /// <returns>The SHA-256 of what was read.</returns>
    private async Task<string> CopyAsync(FileStream file, PartWriter parts, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using (var compressed = Compress(parts))
        {
            var buffer = new byte[BufferBytes];
            while (await file.ReadAsync(buffer, cancellation) is > 0 and var count)
            {
                hash.AppendData(buffer.AsSpan(0, count));
                await compressed.WriteAsync(buffer.AsMemory(0, count), cancellation);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private Stream Compress(PartWriter parts)
    {
        switch (settings.Compression)
        {
            case Compression.Zstd:
                var zstd = new CompressionStream(parts, ZstdLevel, leaveOpen: true);
                zstd.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
                return zstd;
            case Compression.Gzip:
                return new GZipStream(parts, CompressionLevel.Fastest, leaveOpen: true);
            default:
                return new BufferedStream(parts, BufferBytes);
        }
    }

    private static async Task<(string Sum, long Bytes)> HashAsync(FileStream file, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferBytes];
        var bytes = 0L;
        while (await file.ReadAsync(buffer, cancellation) is > 0 and var count)
        {
            hash.AppendData(buffer.AsSpan(0, count));
            bytes += count;
        }

        return (Convert.ToHexStringLower(hash.GetHashAndReset()), bytes);
    }

    private static async Task TryAbortAsync(PartWriter parts)
    {
        using var patience = new CancellationTokenSource(AbortPatience);
        try
        {
            await parts.AbortAsync(patience.Token);
        }
        catch (Exception problem) when (problem is UploadException or OperationCanceledException)
        {
            return; // its id is kept: the next attempt does it
        }
    }

    private string ContentType(StoredUpload upload) => settings.Compression switch
    {
        Compression.Zstd => "application/zstd",
        Compression.Gzip => "application/gzip",
        _ => upload.File.Path.EndsWith(".json", StringComparison.Ordinal) ? "application/json" : "application/octet-stream",
    };

    private static List<(string Name, string Value)> Metadata(StoredUpload upload, string sum, long bytes)
    {
        List<(string, string)> metadata =
        [
            ("sha256", sum),
            ("bytes", bytes.ToString(CultureInfo.InvariantCulture)),
            ("kind", upload.File.Kind),
            ("target", Ascii(upload.File.Target)),
        ];
        if (upload.Alert.Length > 0) metadata.Add(("alert", Ascii(upload.Alert)));
        return metadata;
    }

    /// <summary>Headers have only that.</summary>
    private static string Ascii(string text) => text.All(letter => letter is > ' ' and <= '~') ? text : Uri.EscapeDataString(text);
}
