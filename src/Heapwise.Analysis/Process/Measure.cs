namespace Heapwise.Analysis.Process;

/// <summary>What is measured of a process after each round.</summary>
public enum Measure
{
    HeapUsed,
    External,
    ArrayBuffers,
    Rss,
    FileDescriptors,
}
