using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace Heapwise.IntegrationTests.Live;

/// <summary>
/// Commands that run the rest of their line with other privileges, or in other namespaces. Each skips the calling test where it is not
/// permitted.
/// </summary>
internal static class Privileges
{
    public const int Nobody = 65534;

    public static IReadOnlyList<string> AsNobody { get; } = ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups"];

    /// <summary>Separate pid and network namespaces, as in a container, whose loopback is up.</summary>
    public static IReadOnlyList<string> InContainer { get; } =
        ["unshare", "--net", "--pid", "--fork", "--kill-child", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh"];

    public static IReadOnlyList<string> WithReadOnlyProc { get; } =
        ["unshare", "--mount", "sh", "-c", "mount -o remount,bind,ro /proc && exec \"$@\"", "sh"];

    public static IReadOnlyList<string> Without(params IReadOnlyList<string> capabilities)
    {
        var list = string.Join(',', capabilities.Select(name => "-" + name));
        return ["setpriv", $"--bounding-set={list}", $"--inh-caps={list}"];
    }

    /// <summary>Tries the prefix on a program that must be able to run behind it.</summary>
    public static async Task RequireAsync(IReadOnlyList<string> prefix, string program, string argument = "--version")
    {
        var start = new ProcessStartInfo(prefix[0], [.. prefix.Skip(1), program, argument])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!; // null only where a shell would reuse a process
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            await output;
            if (process.ExitCode != 0) Assert.Skip($"not permitted here: {string.Join(' ', prefix)} {program}: {(await errors).Trim()}");
        }
        catch (Win32Exception problem)
        {
            Assert.Skip($"{prefix[0]} is missing: {problem.Message}");
        }
    }
}
