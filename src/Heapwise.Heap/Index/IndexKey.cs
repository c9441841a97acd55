using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Heapwise.Heap.Index;

/// <summary>
/// Identifies one state of a snapshot file, by its path, size, time of the last change, and the content of both ends and of
/// samples between them. It also identifies the build of this library, because another build may compute other facts.
/// Cost: about 20 small reads.
/// </summary>
internal sealed record IndexKey(string Path, byte[] Hash)
{
    private const int SampleBytes = 16 * 1024;
    private const int Samples = 16;

    public string FileName => Convert.ToHexStringLower(Hash.AsSpan(0, 16)) + ".index";

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IndexKey FromFile(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        using var file = File.OpenHandle(full);
        var length = RandomAccess.GetLength(file);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(full));
        hash.AppendData(typeof(IndexKey).Module.ModuleVersionId.ToByteArray());
        Span<byte> numbers = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(numbers, length);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], File.GetLastWriteTimeUtc(file).Ticks);
        hash.AppendData(numbers);
        var sample = new byte[SampleBytes];
        for (var i = 0; i <= Samples; i++)
        {
            var at = Math.Max(0, (length - SampleBytes) * i / Samples);
            hash.AppendData(sample, 0, RandomAccess.Read(file, sample, at));
        }

        return new IndexKey(full, hash.GetHashAndReset());
    }
}
