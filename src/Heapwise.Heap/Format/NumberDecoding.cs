namespace Heapwise.Heap.Format;

/// <summary>How this machine decodes the numbers of snapshots.</summary>
public enum NumberDecoding
{
    /// <summary>Byte by byte, as it was asked for.</summary>
    Scalar,

    /// <summary>Eight digits at a time.</summary>
    Words,

    /// <summary>64 bytes at a time, with AVX-512.</summary>
    Vectors,
}
