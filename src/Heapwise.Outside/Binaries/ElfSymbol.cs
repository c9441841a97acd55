namespace Heapwise.Outside.Binaries;

/// <summary>A named place in a binary.</summary>
/// <param name="Name">As the linker knows it.</param>
/// <param name="Address">Before the binary is moved to where it is loaded.</param>
/// <param name="Size">Bytes; may be 0.</param>
internal readonly record struct ElfSymbol(string Name, ulong Address, ulong Size);
