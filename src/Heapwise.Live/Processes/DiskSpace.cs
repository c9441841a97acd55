namespace Heapwise.Live.Processes;

/// <summary>Free space on disks.</summary>
public static class DiskSpace
{
    /// <summary>Bytes available to us on the disk of the folder; null where that cannot be determined.</summary>
    public static long? FindFree(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception problem) when (problem is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
