using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Heap.Format;

namespace Heapwise.Cli.Doctor;

/// <summary>The program, the system and the processor.</summary>
internal static class BuildChecks
{
    public static IEnumerable<DoctorCheck> Of(DoctorFacts facts)
    {
        var build = facts.Build;
        yield return DoctorChecks.Ok("heapwise", $"heapwise {build.Version}, {(build.IsNative ? "native" : $"on {build.Runtime}")}");

        var system = $"{build.System}, {NameOf(build.Architecture)}{(build.CLibrary is { } library ? $", {library}" : "")}";
        yield return build.Architecture == build.MachineArchitecture
            ? DoctorChecks.Ok("system", system)
            : DoctorChecks.Note(
                "system", $"{system}, emulated on {NameOf(build.MachineArchitecture)}: slower than the build for this machine");

        var processors = Counts.Format(build.Processors, "processor", "processors");
        yield return build.Decoding switch
        {
            NumberDecoding.Vectors => DoctorChecks.Ok("processor", $"{processors}; snapshots are read with AVX-512"),
            NumberDecoding.Words => DoctorChecks.Ok("processor", $"{processors}; snapshots are read eight digits at a time"),
            _ => DoctorChecks.Note(
                "processor", $"{processors}; HEAPWISE_DECODER has snapshots read byte by byte, which is slow", "unset HEAPWISE_DECODER"),
        };
    }

    private static string NameOf(System.Runtime.InteropServices.Architecture architecture) => architecture.ToString().ToLowerInvariant();
}
