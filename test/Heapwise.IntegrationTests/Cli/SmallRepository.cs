using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Cli;

/// <summary>A server in a git repository, with its memory test, as a pipeline finds it. Disposing removes it.</summary>
internal sealed class SmallRepository : IDisposable
{
    public const string Bounded = """
        const visits = [];
        exports.remember = url => {
          visits.push({ url });
          if (visits.length > 100) visits.shift();
        };
        """;

    public const string Leaking = """
        const visits = [];
        exports.remember = url => {
          visits.push({ url });
        };
        """;

    private const string Server = """
        const { remember } = require('./lib/visits');
        require('http').createServer((request, response) => { remember(request.url); response.end('ok'); }).listen(0, '127.0.0.1');
        """;

    public string Folder { get; } = Directory.CreateTempSubdirectory("heapwise-repository-").FullName;

    public string PathOf(string file) => Path.Combine(Folder, file);

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Commits the server.</summary>
    /// <param name="visits">Its module.</param>
    /// <param name="budgets">As JSON.</param>
    public async Task CreateAsync(string visits, string budgets)
    {
        var node = await NodeInstall.RequireAsync(24);
        await WriteAsync("server.js", Server);
        await WriteAsync("lib/visits.js", visits);
        await WriteAsync(
            "heapwise.json",
            $$"""
            { "scenarios": { "shop": { "start": ["{{node}}", "server.js"], "load": { "urls": ["/{n}"] }, "budgets": {{budgets}} } } }
            """);
        await GitAsync("init", "-q");
        await CommitAsync();
    }

    public async Task CommitAsync()
    {
        await GitAsync("add", "-A");
        await GitAsync("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "a change");
    }

    public async Task WriteAsync(string file, string text)
    {
        var path = PathOf(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // it has one
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
    }

    private async Task GitAsync(params string[] words)
    {
        using var git = Process.Start(new ProcessStartInfo("git", words) { WorkingDirectory = Folder })!; // null only for a shell's
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);
        git.ExitCode.ShouldBe(0);
    }
}
