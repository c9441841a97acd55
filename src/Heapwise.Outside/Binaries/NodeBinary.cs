using Heapwise.Outside.Failures;
using Heapwise.Outside.Memory;

namespace Heapwise.Outside.Binaries;

/// <summary>
/// What the file that holds V8 says: the program itself, or <c>libnode.so</c> next to it where a distribution splits them. Reading it
/// takes about a tenth of a second, before the target is stopped.
/// </summary>
internal sealed class NodeBinary
{
    /// <summary>ELF's number of the processors that can be read.</summary>
    public const int X64 = 62;

    private const string MajorSymbol = "_ZN2v88internal7Version6major_E";
    private const string MinorSymbol = "_ZN2v88internal7Version6minor_E";

    /// <summary>Functions of V8 within which its heap is being moved about: their mangled names begin so.</summary>
    private static readonly byte[][] Collecting =
    [
        "_ZN2v88internal4Heap24PerformGarbageCollection"u8.ToArray(),
        "_ZN2v88internal4Heap8Scavenge"u8.ToArray(),
        "_ZN2v88internal4Heap11MarkCompact"u8.ToArray(),
        "_ZN2v88internal20MarkCompactCollector14CollectGarbage"u8.ToArray(),
        "_ZN2v88internal20MarkCompactCollector8Evacuate"u8.ToArray(),
        "_ZN2v88internal18ScavengerCollector14CollectGarbage"u8.ToArray(),
    ];

    private NodeBinary(V8Version version, PostmortemConstants constants, IReadOnlyList<CodeRange> collecting)
    {
        Version = version;
        Constants = constants;
        CollectingCode = collecting;
    }

    public V8Version Version { get; }

    public PostmortemConstants Constants { get; }

    /// <summary>Where the process is while it collects garbage; empty if the binary's symbols are stripped.</summary>
    public IReadOnlyList<CodeRange> CollectingCode { get; }

    /// <summary>Finds the file of a process that holds V8 and reads it.</summary>
    /// <exception cref="OutsideException">No file of it does, or it is of a kind that cannot be read.</exception>
    public static NodeBinary Of(int processId, ITargetMemory memory)
    {
        var program = ProgramOf(processId, memory);
        foreach (var name in Candidates(program, memory))
        {
            using var elf = TryOpen(processId, name, isProgram: name == program);
            if (elf is null) continue;
            var constants = ReadConstants(elf);
            if (constants.Count == 0) continue;
            if (elf.Machine != X64) throw OutsideException.Unsupported($"{program} is for another processor (ELF machine {elf.Machine})");
            return Read(elf, constants, MoveOf(elf, name, memory));
        }

        throw OutsideException.NotNode(program);
    }

    /// <summary>Finds the file that holds V8 among those that the process of a core file had mapped, and reads it.</summary>
    /// <param name="memory">The core file.</param>
    /// <exception cref="OutsideException">None of them is here, or none holds a V8 that can be read.</exception>
    public static NodeBinary OfCore(ITargetMemory memory)
    {
        var mapped = memory.Regions.Where(region => region.IsFile).Select(region => region.Name).Distinct(StringComparer.Ordinal).ToList();
        var missing = mapped.FirstOrDefault(name => !File.Exists(name));
        foreach (var name in mapped)
        {
            using var elf = TryOpen(name);
            if (elf is null) continue;
            var constants = ReadConstants(elf);
            if (constants.Count == 0) continue;
            if (elf.Machine != X64) throw OutsideException.Unsupported($"{name} is for another processor (ELF machine {elf.Machine})");
            return Read(elf, constants, MoveOf(elf, name, memory));
        }

        throw missing is null ? OutsideException.NotNode(mapped.FirstOrDefault() ?? "it") : OutsideException.NoProgram(missing);
    }

    internal static PostmortemConstants ReadConstants(ElfFile elf)
    {
        var prefix = "v8dbg_"u8.ToArray();
        var symbols = elf.Symbols(name => name.Span.StartsWith(prefix)).DistinctBy(symbol => symbol.Name, StringComparer.Ordinal);
        return new PostmortemConstants(symbols.Select(symbol =>
            KeyValuePair.Create(symbol.Name[PostmortemConstants.Prefix.Length..], elf.ReadInt32(symbol.Address))));
    }

    private static NodeBinary Read(ElfFile elf, PostmortemConstants constants, ulong move)
    {
        var version = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var symbol in elf.Symbols(IsVersion)) version[symbol.Name] = elf.ReadInt32(symbol.Address);
        if (!version.TryGetValue(MajorSymbol, out var major) || !version.TryGetValue(MinorSymbol, out var minor))
            throw OutsideException.Unsupported("V8's version is not among the binary's symbols");
        var collecting = elf.Symbols(name => Collecting.Any(start => name.Span.StartsWith(start)))
            .Where(symbol => symbol.Size > 0)
            .Select(symbol => new CodeRange(symbol.Address + move, symbol.Address + move + symbol.Size))
            .Distinct();
        return new NodeBinary(new V8Version(major, minor), constants, [.. collecting]);
    }

    private static bool IsVersion(ReadOnlyMemory<byte> name) => name.Span.StartsWith("_ZN2v88internal7Version6m"u8);

    private static string ProgramOf(int processId, ITargetMemory memory)
    {
        try
        {
            if (new FileInfo($"/proc/{processId}/exe").LinkTarget is { } path) return path;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw OutsideException.NotPermitted(processId);
        }

        return memory.Regions.FirstOrDefault(region => region.IsFile).Name ?? $"process {processId}";
    }

    private static IEnumerable<string> Candidates(string program, ITargetMemory memory)
    {
        var libraries = memory.Regions
            .Where(region => region.IsFile && Path.GetFileName(region.Name).StartsWith("libnode", StringComparison.Ordinal))
            .Select(region => region.Name)
            .Distinct(StringComparer.Ordinal);
        return [program, .. libraries];
    }

    /// <summary>The file as the target sees it, which may be in a container, or deleted since it was started.</summary>
    private static ElfFile? TryOpen(int processId, string name, bool isProgram)
    {
        return TryOpen(isProgram ? $"/proc/{processId}/exe" : $"/proc/{processId}/root{name}");
    }

    private static ElfFile? TryOpen(string path)
    {
        try
        {
            return new ElfFile(File.OpenRead(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>How far the binary was moved when it was loaded.</summary>
    private static ulong MoveOf(ElfFile elf, string name, ITargetMemory memory)
    {
        if (!elf.IsMovable || elf.Segments.Count == 0) return 0;
        var first = memory.Regions.FirstOrDefault(region => region.Name == name);
        return first.Start - first.FileOffset - (elf.Segments[0].Address - elf.Segments[0].Offset);
    }
}
