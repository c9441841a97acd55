namespace Heapwise.Outside.Memory;

/// <summary>A range of addresses of one kind.</summary>
/// <param name="Start">The first address.</param>
/// <param name="End">The address behind the last.</param>
/// <param name="IsReadable">Whether the target itself may read it.</param>
/// <param name="IsWritable">Whether the target itself may write to it.</param>
/// <param name="FileOffset">Where in its file it begins; 0 without a file.</param>
/// <param name="Name">The file's path, a name of the system's in brackets, or nothing.</param>
public readonly record struct MemoryRegion(ulong Start, ulong End, bool IsReadable, bool IsWritable, ulong FileOffset, string Name)
{
    /// <summary>No file and no name: where allocators of programs take their memory.</summary>
    public bool IsAnonymous => Name.Length == 0;

    public bool IsFile => Name.StartsWith('/');
}
