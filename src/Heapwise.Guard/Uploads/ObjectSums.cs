using System.Globalization;
using System.Security.Cryptography;

namespace Heapwise.Guard.Uploads;

/// <summary>
/// What a storage may say about an object that has all we sent: SHA-256 or MD5, of the whole or of the sums of its parts. MD5 only finds
/// out whether something was broken; where a storage knows SHA-256, that decides.
/// </summary>
internal sealed class ObjectSums : IDisposable
{
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private readonly IncrementalHash _sha256OfParts = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _md5OfParts = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    private int _parts;

    public long Bytes { get; private set; }

    /// <summary>Of the whole, in base64.</summary>
    public string Sha256 => Convert.ToBase64String(_sha256.GetCurrentHash());

    /// <summary>The next part.</summary>
    /// <returns>Its SHA-256, in base64.</returns>
    public string AddPart(ReadOnlySpan<byte> part)
    {
        AddWhole(part);
        _parts++;
        Span<byte> sum = stackalloc byte[SHA256.HashSizeInBytes];
        _sha256OfParts.AppendData(sum[..SHA256.HashData(part, sum)]);
        var text = Convert.ToBase64String(sum);
#pragma warning disable CA5351 // what ETags are made of
        _md5OfParts.AppendData(sum[..MD5.HashData(part, sum)]);
#pragma warning restore CA5351
        return text;
    }

    /// <summary>All of it, or its next piece where it has no parts.</summary>
    public void AddWhole(ReadOnlySpan<byte> piece)
    {
        Bytes += piece.Length;
        _sha256.AppendData(piece);
        _md5.AppendData(piece);
    }

    /// <summary>Whether this is the checksum of the object.</summary>
    public bool IsChecksum(string? text) =>
        text == Sha256 || (_parts > 0 && text == $"{Convert.ToBase64String(_sha256OfParts.GetCurrentHash())}{Ending}");

    /// <summary>Whether this is the ETag of the object, where that is made of MD5. Where it is not, it says nothing.</summary>
    public bool IsTag(string? text)
    {
        var tag = text?.Trim('"');
        return tag == Convert.ToHexStringLower(_md5.GetCurrentHash())
            || (_parts > 0 && tag == $"{Convert.ToHexStringLower(_md5OfParts.GetCurrentHash())}{Ending}");
    }

    public void Dispose()
    {
        _sha256.Dispose();
        _md5.Dispose();
        _sha256OfParts.Dispose();
        _md5OfParts.Dispose();
    }

    private string Ending => string.Create(CultureInfo.InvariantCulture, $"-{_parts}");
}
