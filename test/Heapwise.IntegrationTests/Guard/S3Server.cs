using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>
/// The npm package s3rver, with one bucket in a folder of its own. Installed once, beside the Node binaries; where that fails the calling
/// test is skipped and says why.
/// </summary>
internal sealed partial class S3Server : IAsyncDisposable
{
    public const string Bucket = "evidence";
    public const string Key = "S3RVER"; // its only user, and also its password

    private const string Version = "3.7.1";
    private const string ObjectEnding = "._S3rver_object";

    private readonly Process _process;

    private S3Server(Process process, string folder, int port) => (_process, Folder, Port) = (process, folder, port);

    public int Port { get; }

    private string Folder { get; }

    /// <summary>The keys of all objects, with their content.</summary>
    public IReadOnlyDictionary<string, string> Objects =>
        Directory.EnumerateFiles(Path.Combine(Folder, Bucket), $"*{ObjectEnding}", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(Path.Combine(Folder, Bucket), file)[..^ObjectEnding.Length], file => file);

    /// <summary>Unfinished uploads: their ids and folders.</summary>
    public IReadOnlyList<string> Unfinished => Directory.Exists(UploadsFolder) ? Directory.GetDirectories(UploadsFolder) : [];

    private string UploadsFolder => Path.Combine(Folder, Bucket, "._S3rver_uploads");

    public static async Task<S3Server> StartAsync()
    {
        var node = await NodeInstall.RequireAsync(24);
        var program = await NodeInstall.RequirePackageAsync("s3rver", Version, Path.Combine("bin", "s3rver.js"));
        var folder = Directory.CreateTempSubdirectory("heapwise-s3-").FullName;
        var start = new ProcessStartInfo(
            node, [program, "-d", folder, "-a", "127.0.0.1", "-p", "0", "--no-vhost-buckets", "--configure-bucket", Bucket])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!; // never null without a shell of the system's
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Listening().Match(line) is not { Success: true } match) continue;
            _ = process.StandardOutput.ReadToEndAsync(); // it must not wait for us
            return new S3Server(process, folder, int.Parse(match.Groups[1].Value));
        }

        throw new InvalidOperationException("s3rver has ended");
    }

    /// <summary>What the storage knows about an object.</summary>
    public JsonElement MetadataOf(string key) => JsonDocument.Parse(
        File.ReadAllText(Path.Combine(Folder, Bucket, key + "._S3rver_metadata.json"))).RootElement;

    /// <summary>What s3rver itself cannot do.</summary>
    public bool Abort(string id)
    {
        var folder = Path.Combine(UploadsFolder, id);
        if (!Directory.Exists(folder)) return false;
        Directory.Delete(folder, recursive: true);
        return true;
    }

    /// <summary>What s3rver itself cannot do, too: as XML.</summary>
    public string ListUnfinished()
    {
        var list = new StringBuilder("<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>");
        foreach (var folder in Unfinished.Where(folder => File.Exists(Path.Combine(folder, "key"))))
        {
            var key = File.ReadAllText(Path.Combine(folder, "key"));
            list.Append($"<Upload><Key>{key}</Key><UploadId>{Path.GetFileName(folder)}</UploadId></Upload>");
        }

        return list.Append("</ListMultipartUploadsResult>").ToString();
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    [GeneratedRegex(@"listening on 127\.0\.0\.1:(\d+)", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
