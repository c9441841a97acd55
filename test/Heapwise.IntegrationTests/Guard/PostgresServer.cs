using System.Diagnostics;
using Xunit;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>
/// A PostgreSQL server for one test, with Debian's programs, on a socket in a folder of its own and a free port. Skips the test where
/// there is none.
/// </summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "postgres";
    private readonly string _folder;
    private readonly string _programs;
    private readonly int _port;

    private PostgresServer(string folder, string programs, int port) => (_folder, _programs, _port) = (folder, programs, port);

    public string Address => $"postgres://{User}@127.0.0.1:{_port}/postgres";

    private string Data => Path.Combine(_folder, "data");

    public static async Task<PostgresServer> StartAsync()
    {
        var programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        if (programs is null) Assert.Skip("needs PostgreSQL: apt-get install postgresql");
        var folder = Directory.CreateTempSubdirectory("heapwise-pg-").FullName;
        var server = new PostgresServer(folder, programs, FreePort.Find());
        const UnixFileMode All = (UnixFileMode)511;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, All); // the server is another user's
        await server.RunAsync("initdb", "-D", server.Data, "-U", User, "--auth=trust", "--no-sync");
        await server.StartAgainAsync();
        return server;
    }

    public Task StartAgainAsync() => RunAsync(
        "pg_ctl", "-D", Data, "-w", "-l", Path.Combine(_folder, "log"), "-o",
            $"-p {_port} -k {_folder} -c listen_addresses=127.0.0.1 -c fsync=off", "start");

    public Task StopAsync() => RunAsync("pg_ctl", "-D", Data, "-w", "-m", "immediate", "stop");

    public async ValueTask DisposeAsync()
    {
        await RunAsync("pg_ctl", "-D", Data, "-w", "-m", "immediate", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>As a user who is not root, as which it does not run.</summary>
    private async Task RunAsync(string program, params string[] arguments)
    {
        string[] line = [Path.Combine(_programs, program), .. arguments];
        if (Environment.IsPrivilegedProcess) line = ["setpriv", $"--reuid={User}", $"--regid={User}", "--clear-groups", .. line];
        var start = new ProcessStartInfo("sh", ["-c", "\"$@\" > \"$0\" 2>&1", Path.Combine(_folder, program + ".out"), .. line]);
        using var process = Process.Start(start)!; // never null without a shell of the system's
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program}: {await File.ReadAllTextAsync(Path.Combine(_folder, program + ".out"))}");
    }
}
