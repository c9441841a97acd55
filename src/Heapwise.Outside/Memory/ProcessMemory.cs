using System.Runtime.InteropServices;
using Heapwise.Outside.Failures;

namespace Heapwise.Outside.Memory;

/// <summary>
/// A process's memory through <c>process_vm_readv</c>, which copies without the target's doing anything. It takes the same right as
/// tracing the process does.
/// </summary>
internal sealed unsafe partial class ProcessMemory(int processId) : ITargetMemory
{
    /// <summary>The system's limit of vectors a call, IOV_MAX, is 1,024.</summary>
    private const int MaxVectors = 512;

    private const int NotPermitted = 1;
    private const int NoSuchProcess = 3;

    public IReadOnlyList<MemoryRegion> Regions { get; private set; } = ReadMaps(processId);

    public void Refresh() => Regions = ReadMaps(processId);

    public List<ulong> KeepTouched(List<ulong> addresses) => TouchedPages.Among(addresses, processId);

    public int Read(ulong address, Span<byte> destination)
    {
        var done = 0;
        fixed (byte* target = destination)
        {
            while (done < destination.Length)
            {
                var local = new Vector((nint)(target + done), (nuint)(destination.Length - done));
                var remote = new Vector((nint)(address + (ulong)done), local.Length);
                var read = process_vm_readv(processId, &local, 1, &remote, 1, 0);
                if (read <= 0)
                {
                    if (done == 0) ThrowIfRefused();
                    break;
                }

                done += (int)read;
            }
        }

        return done;
    }

    public void ReadEach(ReadOnlySpan<ulong> addresses, int length, Span<byte> destination, Span<bool> isRead)
    {
        var local = stackalloc Vector[MaxVectors];
        var remote = stackalloc Vector[MaxVectors];
        fixed (byte* target = destination)
        {
            for (var i = 0; i < addresses.Length;)
            {
                var count = Math.Min(MaxVectors, addresses.Length - i);
                for (var j = 0; j < count; j++)
                {
                    local[j] = new Vector((nint)(target + ((long)(i + j) * length)), (nuint)length);
                    remote[j] = new Vector((nint)addresses[i + j], (nuint)length);
                }

                var read = process_vm_readv(processId, local, (nuint)count, remote, (nuint)count, 0);
                var whole = read <= 0 ? 0 : (int)(read / length);
                for (var j = 0; j < whole; j++) isRead[i + j] = true;
                if (whole < count) isRead[i + whole] = false; // the system stops at the first one that it cannot read
                i += Math.Min(count, whole + 1);
            }
        }
    }

    private static List<MemoryRegion> ReadMaps(int processId)
    {
        try
        {
            return ProcessMaps.Read(processId);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Directory.Exists($"/proc/{processId}") ? OutsideException.NotPermitted(processId) : OutsideException.Gone(processId);
        }
    }

    private void ThrowIfRefused()
    {
        var error = Marshal.GetLastPInvokeError();
        if (error == NotPermitted) throw OutsideException.NotPermitted(processId);
        if (error == NoSuchProcess) throw OutsideException.Gone(processId);
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint process_vm_readv(
        int processId, Vector* local, nuint localCount, Vector* remote, nuint remoteCount, nuint flags);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Vector(nint Address, nuint Length);
}
