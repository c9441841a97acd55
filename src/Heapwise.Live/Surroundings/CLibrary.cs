using System.Runtime.InteropServices;

namespace Heapwise.Live.Surroundings;

/// <summary>The C library that we run on (Linux).</summary>
public static partial class CLibrary
{
    /// <summary><c>glibc 2.36</c> or <c>musl</c>; null elsewhere.</summary>
    public static string? Find()
    {
        if (!OperatingSystem.IsLinux()) return null;
        try
        {
            return $"glibc {Marshal.PtrToStringUTF8(GlibcVersion())}";
        }
        catch (EntryPointNotFoundException)
        {
            return "musl";
        }
    }

    [LibraryImport("libc", EntryPoint = "gnu_get_libc_version")]
    private static partial nint GlibcVersion();
}
