using Heapwise.IntegrationTests.Live;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>Evidence on its way to a storage: what arrives is the file, or the file stays.</summary>
public sealed class UploadTests : IDisposable
{
    private const int PartBytes = 5 << 20;
    private const string Place = "shop/web-1/server.js/2026/11/30/" + UploadRun.Series;

    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-upload-").FullName;

    [Theory]
    [InlineData("zstd", ".zst")]
    [InlineData("gzip", ".gz")]
    [InlineData("none", "")]
    public async Task The_object_is_the_file_and_the_event_says_where(string compression, string ending)
    {
        await using var server = await S3Server.StartAsync();
        await using var network = new FaultyNetwork(server);
        var large = UploadRun.Write(_folder, "1.heapsnapshot", (2 * PartBytes) + 1);
        var small = UploadRun.Write(_folder, "2.heapsnapshot", 1000, seed: 2);
        var (first, second) = (File.ReadAllBytes(large.Path), File.ReadAllBytes(small.Path));
        await using var run = UploadRun.Start(
            _folder, network.Address, $", \"compress\": \"{compression}\", \"prefix\": \"/a/b/\", \"encryption\": \"AES256\"");

        run.Uploads.Add(UploadRun.Target, "a1", [large, small]);
        await run.UntilUploadedAsync();

        server.Objects.Keys.Order().ShouldBe([$"a/b/{Place}.1.heapsnapshot{ending}", $"a/b/{Place}.2.heapsnapshot{ending}"]);
        ContentOf(server, "1.heapsnapshot").ShouldBe(first);
        ContentOf(server, "2.heapsnapshot").ShouldBe(second);
        server.Unfinished.ShouldBeEmpty();
        var told = run.Events.ShouldHaveSingleItem();
        (told.Kind, told.Alert).ShouldBe(("upload", "a1"));
        told.Evidence.Select(file => file.Location).ShouldBe(
            [$"s3://evidence/a/b/{Place}.1.heapsnapshot{ending}", $"s3://evidence/a/b/{Place}.2.heapsnapshot{ending}"]);
        told.Summary.ShouldContain($"uploaded s3://evidence/a/b/{Place}.1.heapsnapshot{ending} and s3://");
        var metadata = server.MetadataOf($"a/b/{Place}.1.heapsnapshot{ending}");
        metadata.GetProperty("x-amz-meta-sha256").GetString()
            .ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(first)));
        metadata.GetProperty("x-amz-meta-bytes").GetString().ShouldBe($"{first.Length}");
        metadata.GetProperty("x-amz-meta-alert").GetString().ShouldBe("a1");
        await run.UntilAsync(() => !File.Exists(large.Path) && !File.Exists(small.Path));
        run.Said.ShouldHaveSingleItem(); // the event
    }

    /// <summary>
    /// Requests and answers break at chosen and at random bytes; answers are errors, and nonsense; a connection stands still.
    /// </summary>
    [Fact]
    public async Task A_broken_connection_at_any_byte_loses_nothing_and_leaves_nothing()
    {
        var random = new Random(19);
        Fault[] faults =
        [
            new Fault.CutRequest(0), new Fault.CutAnswer(0), new Fault.CutRequest(1), new Fault.CutAnswer(20),
            new Fault.Answer("HTTP/1.1 503 Slow Down\r\nContent-Length: 53\r\nConnection: close\r\n\r\n"
                + "<Error><Code>SlowDown</Code><Message>x</Message></Error>"[..53]),
            new Fault.Answer("HTTP/1.1 500 X\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            new Fault.Answer("nonsense\r\n\r\n"), new Fault.CutRequest(600), new Fault.CutRequest(PartBytes), new Fault.Stall(100_000),
            .. Enumerable.Range(0, 6).Select(_ => (Fault)new Fault.CutRequest(random.Next(PartBytes + 5000))),
            .. Enumerable.Range(0, 6).Select(_ => (Fault)new Fault.CutAnswer(random.Next(1200))),
        ];
        await using var server = await S3Server.StartAsync();
        await using var network = new FaultyNetwork(server, faults);
        var file = UploadRun.Write(_folder, "1.heapsnapshot", (2 * PartBytes) + 12345);
        var small = UploadRun.Write(_folder, "2.heapsnapshot", 5000);
        var (first, second) = (File.ReadAllBytes(file.Path), File.ReadAllBytes(small.Path));
        await using var run = UploadRun.Start(_folder, network.Address);

        run.Uploads.Add(UploadRun.Target, "a1", [file, small]);
        await run.UntilUploadedAsync();

        network.FaultsLeft.ShouldBeLessThan(6); // nearly all have happened
        ContentOf(server, "1.heapsnapshot").ShouldBe(first);
        ContentOf(server, "2.heapsnapshot").ShouldBe(second);
        server.Objects.Count.ShouldBe(2);
        server.Unfinished.ShouldBeEmpty();
        run.Said.Count(line => line.Contains("It is tried again; files wait", StringComparison.Ordinal)).ShouldBeInRange(1, 3);
    }

    [Fact]
    public async Task An_object_that_differs_is_found_out_and_the_file_stays_until_it_is_right()
    {
        await using var server = await S3Server.StartAsync();
        await using var network = new FaultyNetwork(server, new Fault.Flip(PartBytes / 2));
        var file = UploadRun.Write(_folder, "1.heapsnapshot", 100 + PartBytes);
        var content = File.ReadAllBytes(file.Path);
        await using var run = UploadRun.Start(_folder, network.Address, ", \"compress\": \"none\"");

        run.Uploads.Add(UploadRun.Target, "a1", [file]);
        await run.UntilAsync(() => run.Said.Any(line => line.Contains("is not what was sent. It is sent again", StringComparison.Ordinal)));
        File.Exists(file.Path).ShouldBeTrue();
        await run.UntilUploadedAsync();

        ContentOf(server, "1.heapsnapshot").ShouldBe(content);
    }

    [Fact]
    public async Task Wrong_credentials_are_said_once_and_the_next_guard_goes_on()
    {
        await using var server = await S3Server.StartAsync();
        await using var network = new FaultyNetwork(server);
        var credentials = Path.Combine(_folder, "credentials");
        UploadRun.WriteCredentials(credentials, "AKIAWRONG");
        var file = UploadRun.Write(_folder, "1.heapsnapshot", 1000);
        await using (var refused = UploadRun.Start(_folder, network.Address, ", \"keepLocal\": true"))
        {
            refused.Uploads.Add(UploadRun.Target, "", [file]);
            await refused.UntilAsync(() => refused.Said.Count > 0);
            refused.Uploads.Apply(); // as after SIGHUP: the same again
            await Task.Delay(500, TestContext.Current.CancellationToken);
            (await refused.Uploads.DrainAsync(TimeSpan.FromMinutes(1))).ShouldBe(1); // at once

            var line = refused.Said.ShouldHaveSingleItem();
            line.ShouldContain("answered 403 (InvalidAccessKeyId)");
            line.ShouldContain("Files wait");
            line.ShouldNotContain("secret");
        }

        UploadRun.WriteCredentials(credentials, S3Server.Key);
        await using var run = UploadRun.Start(_folder, network.Address, ", \"keepLocal\": true");
        await run.UntilUploadedAsync();

        ContentOf(server, "1.heapsnapshot").ShouldBe(File.ReadAllBytes(file.Path)); // it stays, as it should
        run.Events.ShouldHaveSingleItem().Alert.ShouldBeNull();
        run.Chronicle.History.Uploads.FindAll().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dead_storage_holds_up_nobody_and_an_unfinished_upload_is_aborted()
    {
        await using var server = await S3Server.StartAsync();
        await using var network = new FaultyNetwork(server);
        var file = UploadRun.Write(_folder, "1.heapsnapshot", 3 * PartBytes);
        var content = File.ReadAllBytes(file.Path);
        await using (var slow = UploadRun.Start(_folder, network.Address, ", \"maxRate\": \"4 MB\""))
        {
            slow.Uploads.Add(UploadRun.Target, "a1", [file]);
            await slow.UntilAsync(() => server.Unfinished.Count == 1);
            (await slow.Uploads.DrainAsync(TimeSpan.FromMilliseconds(100))).ShouldBe(1); // bounded
        }

        network.Aborted.ShouldHaveSingleItem();
        server.Unfinished.ShouldBeEmpty();
        await using (var dead = UploadRun.Start(_folder, "http://127.0.0.1:1"))
        {
            await dead.UntilAsync(() => dead.Said.Count > 0);
            dead.Said[0].ShouldContain("cannot be reached");
        }

        File.ReadAllBytes(file.Path).ShouldBe(content);
        await using var run = UploadRun.Start(_folder, network.Address);
        await run.UntilUploadedAsync();
        ContentOf(server, "1.heapsnapshot").ShouldBe(content);
    }

    [Fact]
    public async Task Empty_and_missing_files_are_not_uploaded_and_a_full_disk_is_no_obstacle()
    {
        var disk = Path.Combine(_folder, "disk");
        Directory.CreateDirectory(disk);
        await Privileges.RequireAsync(["unshare", "--mount"], "true");
        if (!await RunAsync("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk))
            Assert.Skip("needs the right to mount a small tmpfs (root)");
        try
        {
            await using var server = await S3Server.StartAsync();
            await using var network = new FaultyNetwork(server);
            var file = UploadRun.Write(disk, "1.heapsnapshot", 4 << 20);
            var content = File.ReadAllBytes(file.Path);
            var empty = UploadRun.Write(disk, "2.heapsnapshot", 0);
            var missing = file with { Path = Path.Combine(disk, "3.heapsnapshot") };
            await using var run = UploadRun.Start(disk, network.Address);
            await RunAsync("sh", "-c", $"dd if=/dev/zero of={disk}/fill bs=1k 2>/dev/null");

            run.Uploads.Add(UploadRun.Target, "a1", [file, empty, missing]);
            await run.UntilAsync(() => !File.Exists(file.Path));

            ContentOf(server, "1.heapsnapshot").ShouldBe(content);
            server.Objects.Count.ShouldBe(1);
            run.Said.ShouldContain(line => line.StartsWith("not uploaded: ", StringComparison.Ordinal));
        }
        finally
        {
            await RunAsync("umount", disk);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] ContentOf(S3Server server, string end)
    {
        var (key, file) = server.Objects.Single(found => found.Key.Contains(end, StringComparison.Ordinal));
        return UploadRun.Read(file, key);
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(program, arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0;
    }
}
