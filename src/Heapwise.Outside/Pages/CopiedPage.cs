namespace Heapwise.Outside.Pages;

/// <summary>A page that was copied.</summary>
/// <param name="Address">Where it begins in the target.</param>
/// <param name="AreaStart">Where its objects begin there.</param>
/// <param name="AreaEnd">Behind the last of them.</param>
/// <param name="FirstSlot">The slot of its first word.</param>
/// <param name="IsReadOnly">Whether it holds what V8 never changes and all its heaps share.</param>
internal readonly record struct CopiedPage(ulong Address, ulong AreaStart, ulong AreaEnd, uint FirstSlot, bool IsReadOnly);
