using Heapwise.Live.Processes;
using Shouldly;

namespace Heapwise.IntegrationTests.Live;

/// <summary>
/// What a tool could leave behind in a process: listening ports, descriptors, threads, and (asked of the program itself through
/// its own HTTP server, not through an inspector) globals, listeners and what keeps its event loop alive.
/// </summary>
internal sealed record TargetFootprint(string Ports, string Descriptors, int Threads, string Inside)
{
    /// <summary>A plain HTTP server that answers <c>/footprint</c>, and <c>/</c> with "ok". Prints <c>ready PORT</c>.</summary>
    public const string Server =
        """
        const http = require('http');
        const inside = () => JSON.stringify({
          globals: Object.getOwnPropertyNames(globalThis).sort(), symbols: Object.getOwnPropertySymbols(globalThis).length,
          listeners: process.eventNames().map(name => [String(name), process.listenerCount(name)]),
          resources: process.getActiveResourcesInfo().filter(name => name !== 'TCPSocketWrap').sort()});
        const server = http.createServer((request, response) => {
          response.setHeader('connection', 'close');
          response.end(request.url === '/footprint' ? inside() : 'ok');
        });
        server.listen(0, '127.0.0.1', () => console.log('ready ' + server.address().port));
        """;

    /// <summary>Reads until two readings agree: sockets of the last request take a moment to go.</summary>
    public static async Task<TargetFootprint> ReadAsync(NodeProgram program)
    {
        var port = (await program.WaitForLineAsync(line => line.StartsWith("ready ", StringComparison.Ordinal)))[6..];
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpClient(handler);
        var inside = await client.GetStringAsync(new Uri($"http://127.0.0.1:{port}/footprint"));
        var descriptors = ReadDescriptors(program.ProcessId);
        for (var attempt = 0; attempt < 50; attempt++)
        {
            await Task.Delay(20);
            var again = ReadDescriptors(program.ProcessId);
            if (again == descriptors && attempt > 3) break;
            descriptors = again;
        }

        return new TargetFootprint(
            string.Join(' ', ProcSockets.ReadListening(program.ProcessId).Select(place => place.ToString()).Order(StringComparer.Ordinal)),
            descriptors,
            Directory.GetDirectories($"/proc/{program.ProcessId}/task").Length,
            inside);
    }

    public static async Task ShouldBeUnchangedAsync(NodeProgram program, TargetFootprint before)
    {
        var after = await ReadAsync(program);
        after.Ports.ShouldBe(before.Ports);
        after.Descriptors.ShouldBe(before.Descriptors);
        after.Threads.ShouldBe(before.Threads);
        after.Inside.ShouldBe(before.Inside);
    }

    private static string ReadDescriptors(int processId) => string.Join(' ', Directory.GetFileSystemEntries($"/proc/{processId}/fd")
        .Select(entry => $"{Path.GetFileName(entry)}:{Kind(entry)}").Order(StringComparer.Ordinal));

    private static string Kind(string entry)
    {
        try
        {
            return new FileInfo(entry).LinkTarget?.Split(':')[0] ?? "";
        }
        catch (IOException)
        {
            return "";
        }
    }
}
