using Heapwise.Outside.Binaries;
using Heapwise.Outside.Failures;

namespace Heapwise.Outside.Layouts;

/// <summary>
/// Where the isolate keeps what its thread is doing, in words from the heap's own address on; no metadata has it. Found by experiment on
/// the official builds.
/// </summary>
/// <param name="ExitFrame">The frame in which JavaScript called C++ last, as long as that has not returned; 0 otherwise.</param>
/// <param name="EntryStack">Where the stack was when JavaScript was entered; 0 while none runs.</param>
internal sealed record ThreadTable(int ExitFrame, int EntryStack)
{
    /// <exception cref="OutsideException">The version is not known.</exception>
    public static ThreadTable For(V8Version version) => (version.Major, version.Minor) switch
    {
        (10, 2) => new(-4128, -4124),
        (11, 3) => new(-6696, -6692),
        (12, 4) => new(-7090, -7071),
        (13, 6) => new(-7639, -7620),
        (14, 6) => new(-7759, -7740),
        _ => throw OutsideException.Unsupported($"the process runs V8 {version}"),
    };
}
