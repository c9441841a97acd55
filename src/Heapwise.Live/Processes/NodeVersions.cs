using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Heapwise.Live.Processes;

/// <summary>
/// Finds Node's version in its executable, which contains the URL of its release. Nothing is run, because the executable may be
/// anybody's, and each executable is read once.
/// </summary>
public sealed class NodeVersions
{
    private const int BlockBytes = 1 << 20;
    private const int MaxVersionBytes = 64;

    private readonly Dictionary<(string Target, long Bytes), string?> _known = [];

    /// <summary>As Node prints it: <c>v24.21.0</c>; null where the executable does not contain it or cannot be read.</summary>
    public string? Find(int processId)
    {
        try
        {
            // Opened through /proc: in a container the path names another file.
            var path = $"/proc/{processId}/exe";
            using var file = File.OpenHandle(path);
            var key = (new FileInfo(path).LinkTarget ?? path, RandomAccess.GetLength(file));
            if (!_known.TryGetValue(key, out var version)) _known.Add(key, version = Search(file));
            return version;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? Search(SafeFileHandle file)
    {
        var mark = "nodejs.org/download/release/v"u8;
        var block = new byte[BlockBytes + MaxVersionBytes];
        var kept = 0;
        for (long at = 0; RandomAccess.Read(file, block.AsSpan(kept), at) is > 0 and var read; at += read)
        {
            var bytes = block.AsSpan(0, kept + read);
            var found = bytes.IndexOf(mark);
            var isWhole = found >= 0 && found + mark.Length + MaxVersionBytes <= bytes.Length;
            if (isWhole) return ReadVersion(bytes[(found + mark.Length)..]);
            kept = Math.Min(MaxVersionBytes + mark.Length, bytes.Length);
            bytes[^kept..].CopyTo(block);
        }

        return null;
    }

    private static string? ReadVersion(ReadOnlySpan<byte> text)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit((char)text[end]) || text[end] == '.')) end++;
        return end > 0 ? "v" + Encoding.ASCII.GetString(text[..end]).TrimEnd('.') : null;
    }
}
