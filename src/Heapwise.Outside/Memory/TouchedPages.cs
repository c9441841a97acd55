using System.Runtime.InteropServices;

namespace Heapwise.Outside.Memory;

/// <summary>
/// Which pages of a process exist, from <c>/proc/PID/pagemap</c>: a word a page, whose upper bits say whether it is in memory or swapped
/// out. Costs a system call for each 2 MB that hold an address, which is what one page table describes.
/// </summary>
internal static class TouchedPages
{
    private const ulong PageBytes = 4096;
    private const ulong TableBytes = 512 * PageBytes;
    private const ulong PresentOrSwapped = 3UL << 62;

    /// <summary>All of them where the system does not say it.</summary>
    public static List<ulong> Among(List<ulong> addresses, int processId)
    {
        try
        {
            using var pagemap = File.OpenHandle($"/proc/{processId}/pagemap");
            var touched = new List<ulong>(addresses.Count);
            var words = new ulong[TableBytes / PageBytes];
            var (table, known) = (ulong.MaxValue, 0);
            foreach (var address in addresses)
            {
                if (address / TableBytes != table)
                {
                    table = address / TableBytes;
                    var offset = (long)(table * (TableBytes / PageBytes) * sizeof(ulong));
                    known = RandomAccess.Read(pagemap, MemoryMarshal.AsBytes(words.AsSpan()), offset) / sizeof(ulong);
                }

                var page = (int)(address % TableBytes / PageBytes);
                if (page >= known || (words[page] & PresentOrSwapped) != 0) touched.Add(address);
            }

            return touched;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return addresses;
        }
    }
}
