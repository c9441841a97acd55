using System.Buffers.Binary;
using System.Text;
using Heapwise.Outside.Binaries;
using Heapwise.Outside.Failures;
using Heapwise.Outside.Memory;
using Heapwise.Outside.Stopping;
using Microsoft.Win32.SafeHandles;

namespace Heapwise.Outside.Cores;

/// <summary>
/// What a core file kept of a process: its memory, its threads, and which files were mapped where. Memory that the system left out, as it
/// does with programs and libraries, reads as not there. May be read by several threads at once.
/// </summary>
internal sealed class CoreFile : ITargetMemory, IDisposable
{
    private const uint ThreadNote = 1;
    private const uint ProcessNote = 3;
    private const uint FilesNote = 0x46494C45;

    /// <summary>Of <c>struct elf_prstatus</c> and <c>struct elf_prpsinfo</c> on x64.</summary>
    private const int ThreadIdAt = 32;
    private const int RegistersAt = 112;
    private const int RegisterCount = 27;
    private const int ProcessIdAt = 24;

    private readonly SafeFileHandle _file;
    private readonly long _length;
    private readonly List<ElfSegment> _segments;
    private readonly List<StoppedThread> _threads = [];

    private CoreFile(SafeFileHandle file, ElfFile elf)
    {
        (_file, _length) = (file, RandomAccess.GetLength(file));
        _segments = [.. elf.Segments.Where(segment => segment.MemorySize > 0).OrderBy(segment => segment.Address)];
        var files = new Dictionary<ulong, (ulong Offset, string Name)>();
        foreach (var (type, text) in elf.ReadNotes())
        {
            if (type == ThreadNote && text.Length >= RegistersAt + (RegisterCount * 8)) _threads.Add(ReadThread(text.Span));
            if (type == ProcessNote && text.Length >= ProcessIdAt + 4)
                ProcessId = BinaryPrimitives.ReadInt32LittleEndian(text.Span[ProcessIdAt..]);
            if (type == FilesNote) ReadFiles(text.Span, files);
        }

        Regions = [.. _segments.Select(segment => RegionOf(segment, files))];
    }

    /// <summary>0 where the file does not say it.</summary>
    public int ProcessId { get; }

    /// <summary>In the order of the file, which begins with the thread that ended the process.</summary>
    public IReadOnlyList<StoppedThread> Threads => _threads;

    /// <summary>The process's main thread; where the file does not say which, the one that ended it. Null without any.</summary>
    public StoppedThread? MainThread => _threads.Find(thread => thread.Id == ProcessId) ?? _threads.FirstOrDefault();

    public IReadOnlyList<MemoryRegion> Regions { get; }

    /// <summary>Whether a file begins as a core file does.</summary>
    public static bool IsCore(ReadOnlySpan<byte> head) => head.Length > 16 && head.StartsWith("\u007fELF"u8) && head[16] == 4;

    /// <exception cref="OutsideException">It is no core file of a process on x64, or it is cut off.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException"/>
    public static CoreFile Open(string path)
    {
        var file = File.OpenHandle(path, options: FileOptions.RandomAccess);
        try
        {
            using var elf = new ElfFile(File.OpenRead(path));
            if (!elf.IsCore) throw OutsideException.NoCore(path, "it is a program or a library");
            if (elf.Machine != NodeBinary.X64)
                throw OutsideException.Unsupported($"{path} is of another processor (ELF machine {elf.Machine})");
            var core = new CoreFile(file, elf);
            if (core.MainThread is null) throw OutsideException.NoCore(path, "it has no threads");
            return core;
        }
        catch (InvalidDataException problem)
        {
            file.Dispose();
            throw OutsideException.NoCore(path, problem.Message);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>To read a file changes nothing.</summary>
    public List<ulong> KeepTouched(List<ulong> addresses) => addresses;

    /// <summary>Nothing changes any more.</summary>
    public void Refresh()
    {
    }

    public int Read(ulong address, Span<byte> destination)
    {
        var done = 0;
        while (done < destination.Length && FindSegment(address + (ulong)done) is { } segment)
        {
            var within = address + (ulong)done - segment.Address;
            if (within >= segment.FileSize) break; // the system left it out
            var wanted = (int)Math.Min((ulong)(destination.Length - done), segment.FileSize - within);
            var at = (long)(segment.Offset + within);
            var read = at >= _length ? 0 : RandomAccess.Read(_file, destination.Slice(done, wanted), at);
            if (read == 0) break; // the file is cut off
            done += read;
        }

        return done;
    }

    public void ReadEach(ReadOnlySpan<ulong> addresses, int length, Span<byte> destination, Span<bool> isRead)
    {
        for (var i = 0; i < addresses.Length; i++)
            isRead[i] = Read(addresses[i], destination.Slice(i * length, length)) == length;
    }

    public void Dispose() => _file.Dispose();

    private ElfSegment? FindSegment(ulong address)
    {
        var (low, high) = (0, _segments.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (address < _segments[middle].Address) high = middle - 1;
            else if (address >= _segments[middle].End) low = middle + 1;
            else return _segments[middle];
        }

        return null;
    }

    /// <summary>The main thread's stack has its name, which the file does not keep.</summary>
    private MemoryRegion RegionOf(ElfSegment segment, Dictionary<ulong, (ulong Offset, string Name)> files)
    {
        var isStack = MainThread is { StackPointer: var stack } && stack >= segment.Address && stack < segment.End;
        var (offset, name) = files.TryGetValue(segment.Address, out var file) ? file : (0, isStack ? "[stack]" : "");
        return new MemoryRegion(segment.Address, segment.End, segment.IsReadable, segment.IsWritable, offset, name);
    }

    private static StoppedThread ReadThread(ReadOnlySpan<byte> text)
    {
        var registers = new ulong[RegisterCount];
        for (var i = 0; i < registers.Length; i++)
            registers[i] = BinaryPrimitives.ReadUInt64LittleEndian(text[(RegistersAt + (i * 8))..]);
        return new StoppedThread(BinaryPrimitives.ReadInt32LittleEndian(text[ThreadIdAt..]), registers);
    }

    /// <summary>
    /// The number of files, the unit of offsets, then beginning, end and offset of each, then their names, each ended by a zero.
    /// </summary>
    private static void ReadFiles(ReadOnlySpan<byte> text, Dictionary<ulong, (ulong Offset, string Name)> files)
    {
        if (text.Length < 16) return;
        var count = BinaryPrimitives.ReadUInt64LittleEndian(text);
        var unit = BinaryPrimitives.ReadUInt64LittleEndian(text[8..]);
        if (count > (ulong)(text.Length - 16) / 24) return;
        var names = text[(16 + ((int)count * 24))..];
        for (var at = 16; at < 16 + ((int)count * 24); at += 24)
        {
            var end = names.IndexOf((byte)0);
            if (end < 0) return;
            var offset = BinaryPrimitives.ReadUInt64LittleEndian(text[(at + 16)..]) * unit;
            files[BinaryPrimitives.ReadUInt64LittleEndian(text[at..])] = (offset, Encoding.UTF8.GetString(names[..end]));
            names = names[(end + 1)..];
        }
    }
}
