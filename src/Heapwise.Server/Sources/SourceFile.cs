using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Heapwise.Diagnosis.Sources;

namespace Heapwise.Server.Sources;

/// <summary>What a file is, from its name and its first bytes.</summary>
internal static class SourceFile
{
    private const int HeadBytes = 4_096;

    private static readonly string[] Endings =
        [".heapsnapshot", ".heapsnapshot.gz", ".heaptimeline", ".heaptimeline.gz", ".heapprofile", ".core"];

    /// <summary>The files of a folder that the page can show, by time.</summary>
    public static IEnumerable<string> FindIn(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles()
            .Where(file => Endings.Any(ending => file.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(file => file.LastWriteTimeUtc)
            .ThenBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => file.FullName);

    /// <summary>Eight digits that stay the same for a path.</summary>
    public static string IdOf(string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(path))))[..8];

    public static string IdOf(int processId) => string.Create(CultureInfo.InvariantCulture, $"p{processId}");

    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException"/>
    public static SourceKind KindOf(string path)
    {
        if (OutsideHeaps.IsCore(path)) return SourceKind.Snapshot;
        var name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        if (name.EndsWith(".heaptimeline", StringComparison.OrdinalIgnoreCase)) return SourceKind.Timeline;
        if (name.EndsWith(".heapsnapshot", StringComparison.OrdinalIgnoreCase)) return SourceKind.Snapshot;
        if (name.EndsWith(".heapprofile", StringComparison.OrdinalIgnoreCase)) return SourceKind.Profile;
        var head = ReadHead(path);
        if (head.Contains("\"schema\"", StringComparison.Ordinal) && head.Contains("heapwise.diagnosis/", StringComparison.Ordinal))
            return SourceKind.Diagnosis;
        var isJson = head.TrimStart().StartsWith('{');
        if (isJson && head.Contains("\"callFrame\"", StringComparison.Ordinal)) return SourceKind.Profile;
        return isJson || head.Length == 0 ? SourceKind.Snapshot : SourceKind.GcLog;
    }

    /// <summary>The beginning, unpacked where it is gzipped.</summary>
    private static string ReadHead(string path)
    {
        using var plain = PlainFile.Open(path);
        var head = new byte[HeadBytes];
        try
        {
            return Encoding.UTF8.GetString(head, 0, plain.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false));
        }
        catch (InvalidDataException)
        {
            return ""; // damaged: opening it says how
        }
    }
}
