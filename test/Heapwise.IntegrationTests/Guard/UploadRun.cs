using System.IO.Compression;
using Heapwise.Diagnosis.Settings;
using Heapwise.Guard.Alerts.Dispatching;
using Heapwise.Guard.Chronicles;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Settings;
using Heapwise.Guard.Targets;
using Heapwise.Guard.Uploads;
using Heapwise.Live.Attaching;
using Heapwise.Store.Records;
using Heapwise.Store.Sqlite;
using Xunit;
using ZstdSharp;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>An uploader with a history, a log of events, and files of a process that has ended, all in one folder.</summary>
internal sealed class UploadRun : IAsyncDisposable
{
    public const string Series = "server.js-20261130-101500-4711";

    public static readonly TargetIdentity Target = new(
        "web-1", "boot", new NodeSighting(4711, 1, 0, "server.js", "node server.js", ""));

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly DateTimeOffset Taken = new(2026, 11, 30, 10, 15, 0, TimeSpan.Zero);

    private readonly string _folder;
    private readonly List<string> _said = [];

    private UploadRun(string folder, UploadSettings settings, TransferLimits limits)
    {
        _folder = folder;
        Chronicle = new Chronicle(Path.Combine(folder, "history.db"), new HistoryOptions(), Say);
        Chronicle.Add(new StoredTarget(Target.Key, Target.Host, "", Target.Name, "", 4711, Taken), Taken);
        Dispatcher = new Dispatcher(AlertSettings.Nobody with { LogFile = Log }, Chronicle, TimeProvider.System, Say);
        Uploads = new Uploader(() => settings, Chronicle, Dispatcher, TimeProvider.System, Say, limits);
    }

    public Chronicle Chronicle { get; }

    public Dispatcher Dispatcher { get; }

    public Uploader Uploads { get; }

    public IReadOnlyList<string> Said
    {
        get { lock (_said) return [.. _said]; }
    }

    public IReadOnlyList<EventReport> Events => File.Exists(Log) ? [.. File.ReadAllLines(Log).Select(GuardJson.ReadEvent)] : [];

    private string Log => Path.Combine(_folder, "events.jsonl");

    /// <param name="folder">Where everything is.</param>
    /// <param name="address">Of the storage.</param>
    /// <param name="more">Settings, each after a comma.</param>
    /// <param name="limits">Short ones by default.</param>
    public static UploadRun Start(string folder, string address, string more = "", TransferLimits? limits = null)
    {
        var credentials = Path.Combine(folder, "credentials");
        if (!File.Exists(credentials)) WriteCredentials(credentials, S3Server.Key);
        var settings = $$"""
            {"guard": {"upload": {
                "bucket": "{{S3Server.Bucket}}", "endpoint": "{{address}}", "credentials": "{{credentials}}",
                "service": "shop" {{more}} } } }
            """;
        return new UploadRun(
            folder,
            GuardSettingsReader.Read(new SettingsSources(
                SettingsFile.Parse("heapwise.json", System.Text.Encoding.UTF8.GetBytes(settings)), [], [])).Upload!, // it has a bucket
            limits ?? new TransferLimits(TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(20)));
    }

    public static void WriteCredentials(string file, string key) =>
        File.WriteAllText(file, $"[default]\naws_access_key_id = {key}\naws_secret_access_key = wJalrXUtnFEMIsecret\n");

    /// <summary>A file that does not compress, with the bytes of a seed.</summary>
    public static EvidenceFile Write(string folder, string end, int bytes, int seed = 1)
    {
        var path = Path.Combine(folder, $"{Series}.{end}");
        var content = new byte[bytes];
        new Random(seed).NextBytes(content);
        File.WriteAllBytes(path, content);
        var kind = end.EndsWith("json", StringComparison.Ordinal) ? "diagnosis" : "snapshot";
        return new EvidenceFile(path, Target.Key, Taken, kind, bytes, Series);
    }

    public static byte[] Read(string file, string key)
    {
        using var content = File.OpenRead(file);
        using var whole = new MemoryStream();
        using var unpacked = Path.GetExtension(key) switch
        {
            ".zst" => new DecompressionStream(content),
            ".gz" => new GZipStream(content, CompressionMode.Decompress),
            _ => (Stream)content,
        };
        unpacked.CopyTo(whole);
        return whole.ToArray();
    }

    public Task UntilUploadedAsync() => UntilAsync(() => !Uploads.HasWork && Events.Any(happened => happened.Kind == "upload"));

    public async Task UntilAsync(Func<bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition() && TimeProvider.System.GetElapsedTime(start) < Patience)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.True(condition(), string.Join('\n', Said));
    }

    public async ValueTask DisposeAsync()
    {
        await Uploads.DisposeAsync();
        await Dispatcher.DisposeAsync();
        Chronicle.Dispose();
    }

    private void Say(string line)
    {
        lock (_said) _said.Add(line);
    }
}
