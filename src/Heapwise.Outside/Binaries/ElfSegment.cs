namespace Heapwise.Outside.Binaries;

/// <summary>A part of a binary that is loaded into memory.</summary>
/// <param name="Address">Where it wants to be.</param>
/// <param name="Offset">Where it is in the file.</param>
/// <param name="FileSize">How many of its bytes the file has; the rest begins as zeros.</param>
internal readonly record struct ElfSegment(ulong Address, ulong Offset, ulong FileSize);
