namespace Heapwise.Guard.Readings;

/// <summary>What a process has used, beyond the figures that rules judge and the history keeps.</summary>
/// <param name="UserTime">Processor time of its own code, since it started.</param>
/// <param name="SystemTime">Processor time of the kernel for it.</param>
/// <param name="VirtualBytes">Its address space.</param>
/// <param name="DataBytes">The part of it that is private and can be written.</param>
public sealed record ProcessUse(TimeSpan UserTime, TimeSpan SystemTime, long VirtualBytes, long DataBytes);
