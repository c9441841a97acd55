using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Heapwise.Heap.Columns;

namespace Heapwise.Heap.Index;

/// <summary>
/// An index file: a head of one page, then the sections, each starting on a page, then the checksums of their blocks. The head
/// is verified when the file is mapped, and the blocks of a section when it is first used, so a summary reads only kilobytes.
/// If anything does not match, the file is ignored and the caller reads the snapshot again.
/// Layout of the head: magic 8, format 4, sections 4, file length 8, key 32, offset of the checksums 8, their checksum 8,
/// then offset 8 and length 8 for each section, and the head's own checksum in its last 8 bytes. Little-endian.
/// </summary>
internal sealed unsafe class IndexFile : IDisposable
{
    private const ulong Magic = 0x4553_4957_5041_4548; // HEAPWISE
    private const int FormatVersion = 3;
    private const int HeadBytes = 4096;
    private static readonly int SectionCount = Enum.GetValues<IndexSection>().Length;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _data;
    private readonly Head _head;
    private readonly bool[] _verified = new bool[SectionCount];

    private IndexFile(MemoryMappedFile file, MemoryMappedViewAccessor view, byte* data, Head head)
    {
        _file = file;
        _view = view;
        _data = data;
        _head = head;
    }

    /// <summary>Maps a file written for this key; null if there is none or it is damaged.</summary>
    public static IndexFile? TryOpen(string path, IndexKey key)
    {
        if (!BitConverter.IsLittleEndian || !File.Exists(path)) return null;
        MemoryMappedFile? file = null;
        MemoryMappedViewAccessor? view = null;
        try
        {
            var length = new FileInfo(path).Length;
            if (length < HeadBytes) return null;
            file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            byte* data = null;
            view.SafeMemoryMappedViewHandle.AcquirePointer(ref data);
            if (Head.TryRead(data, length, key) is not { } head) return null;
            var result = new IndexFile(file, view, data, head);
            (file, view) = (null, null);
            return result;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        finally
        {
            view?.Dispose();
            file?.Dispose();
        }
    }

    /// <summary>Writes the whole file or nothing: a partial file, which only its owner can read, is renamed when it is complete.</summary>
    public static void Write(
        string path,
        IndexKey key,
        IReadOnlyList<(IndexSection Section, nint Data, long Length)> sections,
        CancellationToken cancellation)
    {
        var partial = $"{path}.{Environment.ProcessId}.partial";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new FileStream(partial, options))
            {
                var head = new Head(key);
                var checksums = new List<ulong>();
                long at = HeadBytes;
                foreach (var (section, data, length) in sections)
                {
                    cancellation.ThrowIfCancellationRequested();
                    head.Sections[(int)section] = (at, length);
                    checksums.AddRange(BlockChecksums.ComputeBlocks((byte*)data, length));
                    WriteAt(file, at, (byte*)data, length, cancellation);
                    at += (length + HeadBytes - 1) / HeadBytes * HeadBytes;
                }

                var tail = MemoryMarshal.AsBytes<ulong>(checksums.ToArray());
                file.Position = at;
                file.Write(tail);
                head.Finish(at, BlockChecksums.Compute(tail), at + tail.Length);
                file.Position = 0;
                file.Write(head.ToBytes());
                file.Flush(flushToDisk: false);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    /// <summary>A section as a verified column; null if it is damaged or has another length. The file must outlive it.</summary>
    public NativeColumn<T>? Column<T>(IndexSection section, long expected)
        where T : unmanaged
    {
        var (offset, length) = _head.Sections[(int)section];
        return length == expected * sizeof(T) && Verify(section) ? new NativeColumn<T>((T*)(_data + offset), expected) : null;
    }

    public bool Has(IndexSection section) => _head.Sections[(int)section].Length > 0;

    public byte[]? Bytes(IndexSection section)
    {
        var (offset, length) = _head.Sections[(int)section];
        return length is > 0 and < int.MaxValue && Verify(section)
            ? new ReadOnlySpan<byte>(_data + offset, (int)length).ToArray()
            : null;
    }

    public long LengthOf(IndexSection section) => _head.Sections[(int)section].Length;

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private static void WriteAt(FileStream file, long at, byte* data, long length, CancellationToken cancellation)
    {
        file.Position = at;
        for (long done = 0; done < length; done += BlockChecksums.BlockBytes)
        {
            cancellation.ThrowIfCancellationRequested();
            file.Write(new ReadOnlySpan<byte>(data + done, (int)Math.Min(BlockChecksums.BlockBytes, length - done)));
        }
    }

    private bool Verify(IndexSection section)
    {
        if (_verified[(int)section]) return true;
        var (offset, length) = _head.Sections[(int)section];
        var first = 0;
        for (var i = 0; i < SectionCount; i++)
        {
            var other = _head.Sections[i];
            if (other.Length > 0 && other.Offset < offset) first += BlockChecksums.CountFor(other.Length);
        }

        var all = new ReadOnlySpan<ulong>(_data + _head.ChecksumsAt, _head.ChecksumCount);
        var expected = all.Slice(first, BlockChecksums.CountFor(length));
        return _verified[(int)section] = expected.SequenceEqual(BlockChecksums.ComputeBlocks(_data + offset, length));
    }

    private sealed class Head(IndexKey key)
    {
        public (long Offset, long Length)[] Sections { get; } = new (long, long)[SectionCount];

        public long ChecksumsAt { get; private set; }

        public int ChecksumCount { get; private set; }

        private ulong ChecksumOfChecksums { get; set; }

        private long FileLength { get; set; }

        public static Head? TryRead(byte* data, long fileLength, IndexKey key)
        {
            var bytes = new ReadOnlySpan<byte>(data, HeadBytes);
            var words = MemoryMarshal.Cast<byte, long>(bytes);
            if (BlockChecksums.Compute(bytes[..^8]) != (ulong)words[^1]) return null;
            var isOurs = (ulong)words[0] == Magic && words[1] == (FormatVersion | ((long)SectionCount << 32));
            if (!isOurs || words[2] != fileLength || !bytes.Slice(24, 32).SequenceEqual(key.Hash)) return null;
            var head = new Head(key);
            long end = HeadBytes;
            for (var i = 0; i < SectionCount; i++)
            {
                head.Sections[i] = (words[9 + (2 * i)], words[10 + (2 * i)]);
                head.ChecksumCount += BlockChecksums.CountFor(head.Sections[i].Length);
                end = Math.Max(end, head.Sections[i].Offset + head.Sections[i].Length);
            }

            head.ChecksumsAt = words[7];
            if (end > head.ChecksumsAt || head.ChecksumsAt + (head.ChecksumCount * 8L) != fileLength) return null;
            var checksums = new ReadOnlySpan<byte>(data + head.ChecksumsAt, head.ChecksumCount * 8);
            return BlockChecksums.Compute(checksums) == (ulong)words[8] ? head : null;
        }

        public void Finish(long checksumsAt, ulong checksumOfChecksums, long fileLength) =>
            (ChecksumsAt, ChecksumOfChecksums, FileLength) = (checksumsAt, checksumOfChecksums, fileLength);

        public byte[] ToBytes()
        {
            var bytes = new byte[HeadBytes];
            var words = MemoryMarshal.Cast<byte, long>(bytes.AsSpan());
            words[0] = unchecked((long)Magic);
            words[1] = FormatVersion | ((long)SectionCount << 32);
            words[2] = FileLength;
            key.Hash.CopyTo(bytes, 24);
            words[7] = ChecksumsAt;
            words[8] = (long)ChecksumOfChecksums;
            for (var i = 0; i < SectionCount; i++) (words[9 + (2 * i)], words[10 + (2 * i)]) = Sections[i];
            words[^1] = (long)BlockChecksums.Compute(bytes.AsSpan()[..^8]);
            return bytes;
        }
    }
}
