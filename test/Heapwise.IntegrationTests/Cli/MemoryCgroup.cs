using System.Globalization;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

/// <summary>A control group with a memory limit, made for one test. Skips it where that is not permitted.</summary>
internal sealed class MemoryCgroup : IDisposable
{
    private readonly string _folder;

    private MemoryCgroup(string folder) => _folder = folder;

    /// <summary>The start of a command line that runs the rest in the group.</summary>
    public IReadOnlyList<string> Entering => ["/bin/sh", "-c", $"echo $$ > '{_folder}/cgroup.procs' && exec \"$@\"", "sh"];

    public static MemoryCgroup Require(long limitBytes)
    {
        var isVersion1 = Directory.Exists("/sys/fs/cgroup/memory");
        var folder = Path.Combine(isVersion1 ? "/sys/fs/cgroup/memory" : "/sys/fs/cgroup", $"heapwise-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(folder);
            var limit = Path.Combine(folder, isVersion1 ? "memory.limit_in_bytes" : "memory.max");
            File.WriteAllText(limit, limitBytes.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(folder)) Directory.Delete(folder);
            Assert.Skip($"needs the right to make a control group: {problem.Message}");
        }

        return new MemoryCgroup(folder);
    }

    public void Dispose()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Directory.Delete(_folder);
                return;
            }
            catch (IOException) when (attempt < 100)
            {
                Thread.Yield(); // the last process is leaving
            }
        }
    }
}
