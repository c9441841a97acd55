using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Xunit;

namespace Heapwise.IntegrationTests.Guard.Prometheus;

/// <summary>
/// One of Debian's monitoring servers, started for one test in a folder of its own and on a free port, and ended by its process. Skips the
/// test where the program is missing.
/// </summary>
internal sealed class WebServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly string _folder;
    private readonly Task<string> _log;
    private readonly HttpClient _client;

    private WebServer(Process process, string folder, int port)
    {
        (_process, _folder) = (process, folder);
        _log = ReadAsync(process);
        Port = port;
        _client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = Address, Timeout = Patience };
    }

    public int Port { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    /// <param name="program">Its name; the package has the same.</param>
    /// <param name="files">What its folder has, by name.</param>
    /// <param name="arguments">For the port that it shall listen on; the folder is the working directory.</param>
    public static async Task<WebServer> StartAsync(
        string program, IReadOnlyDictionary<string, string> files, Func<int, string[]> arguments)
    {
        var path = Path.Combine("/usr/bin", program);
        if (!File.Exists(path)) Assert.Skip($"needs {program}: apt-get install {program}");
        var folder = Directory.CreateTempSubdirectory($"heapwise-{program}-").FullName;
        foreach (var (name, text) in files) await File.WriteAllTextAsync(Path.Combine(folder, name), text);
        var port = FreePort.Find();
        var start = new ProcessStartInfo(path, arguments(port))
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardError = true,
        };
        var server = new WebServer(Process.Start(start)!, folder, port); // never null without a shell of the system's
        try
        {
            await server.WaitUntilReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The answer to a GET.</summary>
    public async Task<JsonElement> GetAsync(string pathAndQuery)
    {
        var text = await _client.GetStringAsync(new Uri(pathAndQuery, UriKind.Relative), TestContext.Current.CancellationToken);
        return JsonDocument.Parse(text).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        await _log;
        _process.Dispose();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WaitUntilReadyAsync()
    {
        var start = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync())
        {
            if (_process.HasExited) Assert.Fail($"{_process.StartInfo.FileName} ended with code {_process.ExitCode}:\n{await _log}");
            Assert.True(Stopwatch.GetElapsedTime(start) < Patience, $"{_process.StartInfo.FileName} is not ready after {Patience}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri("-/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false; // it does not listen yet
        }
    }

    /// <summary>All the time, because it would block on a full pipe.</summary>
    private static Task<string> ReadAsync(Process process) => process.StandardError.ReadToEndAsync();
}
