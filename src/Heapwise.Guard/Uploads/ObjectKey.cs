using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Heapwise.Guard.Settings;
using Heapwise.Guard.Targets;
using Heapwise.Store.Records;

namespace Heapwise.Guard.Uploads;

/// <summary>
/// The keys of objects: <c>PREFIX/SERVICE/HOST/TARGET/2026/11/30/FILE.zst</c>. Only characters that need no care anywhere. What had to be
/// changed or cut for that gets a hash, so that different names stay different.
/// </summary>
internal static partial class ObjectKey
{
    private const int MaxPartLength = 80;
    private const int ContainerLength = 12;
    private const int HashLength = 8;

    public static string Of(UploadSettings settings, TargetIdentity target, EvidenceFile file)
    {
        var container = target.Node.Container;
        var name = container.Length == 0 ? Safe(target.Name) : $"{Safe(target.Name)}-{Safe(container, ContainerLength)}";
        string[] parts =
        [
            Safe(settings.Service), Safe(target.Host), name,
            file.At.UtcDateTime.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture),
            Safe(Path.GetFileName(file.Path), int.MaxValue) + EndingOf(settings.Compression),
        ];
        var key = string.Join('/', parts);
        return settings.Prefix.Length > 0 ? $"{settings.Prefix}/{key}" : key;
    }

    /// <summary>Different for different texts, in letters and digits.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string EndingOf(Compression compression) => compression switch
    {
        Compression.Zstd => ".zst",
        Compression.Gzip => ".gz",
        _ => "",
    };

    private static string Safe(string text, int maxLength = MaxPartLength)
    {
        var safe = Unsafe().Replace(text, "_");
        var isHarmless = safe == text && text.Length <= maxLength && text.Trim('.').Length > 0;
        if (isHarmless) return text;
        return $"{(safe.Length > maxLength ? safe[..maxLength] : safe)}-{Hash(text)[..HashLength]}";
    }

    [GeneratedRegex("[^A-Za-z0-9._-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unsafe();
}
