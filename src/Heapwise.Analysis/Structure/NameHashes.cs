using System.Text;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Analysis.Structure;

/// <summary>
/// Hashes of a snapshot's strings that are equal in every process: by their bytes, with each run of digits taken for the same number, so
/// that <c>user17</c> and <c>user4</c> are one name. Each string is hashed when it is first asked for. Memory: 8 bytes a string.
/// </summary>
internal sealed class NameHashes(StringTable strings) : IDisposable
{
    /// <summary>In place of a name that does not count.</summary>
    public const ulong Any = 0x9E3779B97F4A7C15;

    private readonly NativeColumn<ulong> _known = new(strings.Count);

    public ulong Of(int name)
    {
        ref var known = ref _known[name];
        if (known == 0) known = HashOf(name < strings.FileCount ? strings.Utf8(name) : Encoding.UTF8.GetBytes(strings[name]));
        return known;
    }

    /// <summary>The hash of one value after another; the order counts.</summary>
    public static ulong Mix(ulong hash, ulong value)
    {
        // The finalizer of SplitMix64.
        var mixed = (hash * 31) + value + Any;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    public void Dispose() => _known.Dispose();

    private static ulong HashOf(ReadOnlySpan<byte> text)
    {
        // FNV-1a
        const ulong prime = 1099511628211;
        var hash = 14695981039346656037;
        var wasDigit = false;
        foreach (var b in text)
        {
            var isDigit = b is >= (byte)'0' and <= (byte)'9';
            if (!isDigit) hash = (hash ^ b) * prime;
            else if (!wasDigit) hash = (hash ^ '0') * prime;
            wasDigit = isDigit;
        }

        return hash == 0 ? 1 : hash;
    }
}
