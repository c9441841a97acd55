using System.Runtime.Versioning;
using Heapwise.Cli.Shell;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Diagnosis;

/// <summary>
/// Programs that a loader compiles while they start: the file on disk is the source, and what runs exists only in the process.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class CompiledInMemoryTests : IDisposable
{
    /// <summary>
    /// Leaves out the lines of types, as a TypeScript loader does. An inline map says where each remaining line came from.
    /// </summary>
    private const string Loader =
        """
        const fs = require('node:fs');
        require.extensions['.ts'] = (module, filename) => {
          const all = fs.readFileSync(filename, 'utf8').split('\n').map((text, at) => ({ text, at }));
          const lines = all.filter(line => !line.text.startsWith('type '));
          const mappings = lines.map((line, i) => `AA${'ACEGIKMOQSUWYace'[line.at - (lines[i - 1]?.at ?? 0)]}A`).join(';');
          const map = Buffer.from(JSON.stringify({ version: 3, sources: [filename], names: [], mappings })).toString('base64');
          const code = lines.map(line => line.text).join('\n');
          module._compile(`${code}\n//# sourceMappingURL=data:application/json;base64,${map}\n`, filename);
        };
        """;

    private const string Server =
        """
        type Visit = { url: string, at: Date };
        type Log = Visit[];
        const http = require('node:http');
        type Unused = never;
        const visits = [];
        function add(visit) {
          visits.push(visit);
        }
        const server = http.createServer((request, response) => {
          add({ url: request.url, at: new Date() });
          response.end('ok\n');
        });
        server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => console.log(`ready ${server.address().port}`));
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("compiled-in-memory-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_started_program_is_located_by_the_code_that_runs(int major)
    {
        var (loader, script, port) = (await WriteAsync("loader.js", Loader), await WriteAsync("server.ts", Server), DiagnoseRun.FreePort());

        var node = await NodeInstall.RequireAsync(major);
        string[] program = ["--", "env", $"PORT={port}", node, "--require", loader, script];
        var run = await DiagnoseRun.OfAsync(
            ["--format", "json", "--load", $"http://127.0.0.1:{port}/{{n}}", .. DiagnoseRun.Short, .. program]);

        run.ExitCode.ShouldBe(ExitCode.Found, run.ToString());
        var finding = DiagnoseRun.Report(run).Findings.ShouldHaveSingleItem();
        finding.Holder.Name.ShouldBe("visits");
        finding.Location.ShouldNotBeNull();
        (finding.Location.File, finding.Location.Line, finding.Location.Source).ShouldBe((script, 7, "visits.push(visit);"));
        finding.Location.Generated.ShouldNotBeNull().Line.ShouldBe(4, "three lines of types precede it");
    }

    // A program that keeps running is not asked for its scripts. If it keeps source maps, they lead to the source.
    [Theory, MemberData(nameof(NodeInstall.Majors), MemberType = typeof(NodeInstall))]
    public async Task A_running_program_is_located_by_the_source_maps_in_Node(int major)
    {
        using var inspector = await InspectorPort.TakeAsync();
        var longer = $"{Server}\n// {new string('-', 1_100)}\n"; // shorter scripts are in the snapshot
        var (loader, script) = (await WriteAsync("loader.js", Loader), await WriteAsync("server.ts", longer));
        string[] options = ["--enable-source-maps", "--require", loader];
        await using var program = await NodeProgram.RunFileAsync(major, script, nodeArguments: options);
        var port = (await program.WaitForLineAsync(line => line.StartsWith("ready ", StringComparison.Ordinal)))[6..];

        var run = await DiagnoseRun.OfAsync(
            ["--format", "json", "--pid", $"{program.ProcessId}", "--load", $"http://127.0.0.1:{port}/{{n}}", .. DiagnoseRun.Short]);

        run.ExitCode.ShouldBe(ExitCode.Found, run.ToString());
        var place = DiagnoseRun.Report(run).Findings.ShouldHaveSingleItem().Location.ShouldNotBeNull();
        place.File.ShouldBe(script);
        place.Line.ShouldBeOneOf(6, 9); // functions that see the array
        place.Generated.ShouldNotBeNull().Line.ShouldBe(place.Line - 3);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, text, Cancellation);
        return path;
    }
}
