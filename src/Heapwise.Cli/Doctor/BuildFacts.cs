using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Heapwise.Cli.Shell;
using Heapwise.Heap.Format;

namespace Heapwise.Cli.Doctor;

/// <summary>This program and what it runs on.</summary>
internal sealed record BuildFacts
{
    public required string Version { get; init; }

    /// <summary>Compiled ahead to machine code, without a runtime that compiles.</summary>
    public required bool IsNative { get; init; }

    public required string Runtime { get; init; }

    public required string System { get; init; }

    public required Architecture Architecture { get; init; }

    /// <summary>Of the machine; different from ours under emulation.</summary>
    public required Architecture MachineArchitecture { get; init; }

    public required string? CLibrary { get; init; }

    public required int Processors { get; init; }

    public required NumberDecoding Decoding { get; init; }

    public static BuildFacts Current => new()
    {
        Version = ProductVersion.Text,
        IsNative = !RuntimeFeature.IsDynamicCodeSupported,
        Runtime = RuntimeInformation.FrameworkDescription,
        System = RuntimeInformation.OSDescription,
        Architecture = RuntimeInformation.ProcessArchitecture,
        MachineArchitecture = RuntimeInformation.OSArchitecture,
        CLibrary = Heapwise.Live.Surroundings.CLibrary.Find(),
        Processors = Environment.ProcessorCount,
        Decoding = NumberDecodings.InUse,
    };
}
