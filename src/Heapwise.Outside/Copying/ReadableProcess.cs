using System.Runtime.InteropServices;
using Heapwise.Outside.Binaries;
using Heapwise.Outside.Failures;
using Heapwise.Outside.Layouts;
using Heapwise.Outside.Memory;

namespace Heapwise.Outside.Copying;

/// <summary>A process whose heap can be read: its memory, what its binary says, and where things are in its objects.</summary>
internal sealed record ReadableProcess(ProcessMemory Memory, NodeBinary Binary, HeapLayout Layout)
{
    /// <summary>Takes about a tenth of a second, as the binary is read.</summary>
    /// <exception cref="OutsideException">It may not be read, or is none whose heap is known.</exception>
    public static ReadableProcess Open(int processId)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            throw OutsideException.Unsupported($"this is {RuntimeInformation.RuntimeIdentifier}");
        var memory = new ProcessMemory(processId);
        var binary = NodeBinary.Of(processId, memory);
        return new ReadableProcess(memory, binary, HeapLayout.For(binary.Version, binary.Constants));
    }
}
