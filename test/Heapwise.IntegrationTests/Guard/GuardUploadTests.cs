using Heapwise.Live.Processes;
using Heapwise.Store.Records;
using Heapwise.Store.Sqlite;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>The guard as a process that uploads.</summary>
[Collection("One capture at a time on a machine")]
public sealed class GuardUploadTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("heapwise-guard-upload-").FullName;

    [Fact]
    public async Task A_pair_is_uploaded_and_told_with_its_alert()
    {
        await using var server = await S3Server.StartAsync();
        await using var network = new FaultyNetwork(server);
        await using var program = await LeakingProgram.StartAsync(24);
        await using var guard = await GuardRun.StartAsync(["--pid", $"{program.ProcessId}"], environment: Environment(network, "S3RVER"));

        await program.SendLineAsync("leak");
        await guard.WaitForAsync("uploaded s3://evidence/heapwise/");
        await program.SendLineAsync("stop");

        var alert = guard.Events.First(happened => happened.GetProperty("kind").GetString() == "alert").GetProperty("alert").GetString();
        var told = guard.Events.First(happened => happened.GetProperty("kind").GetString() == "upload");
        told.GetProperty("alert").GetString().ShouldBe(alert);
        told.GetProperty("evidence").GetArrayLength().ShouldBe(2);
        foreach (var file in told.GetProperty("evidence").EnumerateArray())
        {
            var key = file.GetProperty("location").GetString().ShouldNotBeNull()["s3://evidence/".Length..];
            UploadRun.Read(server.Objects[key], key).LongLength.ShouldBe(file.GetProperty("bytes").GetInt64());
        }

        guard.Errors.ShouldNotContain("wJalrXUtnFEMIsecret");
    }

    [Fact]
    public async Task A_guard_that_is_killed_in_the_middle_is_followed_by_one_that_goes_on()
    {
        await using var server = await S3Server.StartAsync();
        await using var network = new FaultyNetwork(server);
        var store = Path.Combine(_folder, "history.db");
        var file = UploadRun.Write(_folder, "1.heapsnapshot", 20 << 20);
        var content = File.ReadAllBytes(file.Path);
        using (var history = HistoryFile.Open(store))
        {
            var target = UploadRun.Target;
            history.Add(new StoredTarget(target.Key, target.Host, "", target.Name, "", 4711, file.At), file.At);
            history.Add(file);
            history.Uploads.Save(new StoredUpload(file, "a1", UploadState.Waiting, "", ""));
        }

        string[] options = ["--name", "no-such-program", "--store", store];
        var slow = Environment(network, "S3RVER");
        slow["HEAPWISE_GUARD__UPLOAD__MAXRATE"] = "6 MB";
        await using (var killed = await GuardRun.StartAsync(options, environment: slow))
        {
            for (var i = 0; i < 600 && !server.Unfinished.Any(folder => File.Exists(Path.Combine(folder, "2"))); i++)
                await Task.Delay(50, TestContext.Current.CancellationToken);
            Signals.Send(killed.ProcessId, Signals.Kill);
            await killed.WaitForExitAsync();
        }

        server.Unfinished.ShouldHaveSingleItem();
        server.Objects.ShouldBeEmpty();
        File.ReadAllBytes(file.Path).ShouldBe(content);
        await using var guard = await GuardRun.StartAsync(options, environment: Environment(network, "S3RVER"));
        await guard.WaitForAsync("uploaded s3://evidence/");

        network.Aborted.ShouldHaveSingleItem();
        server.Unfinished.ShouldBeEmpty();
        var (key, stored) = server.Objects.ShouldHaveSingleItem();
        UploadRun.Read(stored, key).ShouldBe(content);
        await GuardTests.WaitUntilAsync(() => !File.Exists(file.Path), guard);
    }

    [Fact]
    public async Task Settings_are_checked_without_secrets()
    {
        await using var guard = await GuardRun.StartAsync(
            ["--check-config", "--all"],
            environment: new Dictionary<string, string>
            {
                ["HEAPWISE_GUARD__UPLOAD__BUCKET"] = "evidence",
                ["HEAPWISE_GUARD__UPLOAD__ENDPOINT"] = "https://minio.example.com:9000",
                ["HEAPWISE_GUARD__UPLOAD__MAXRATE"] = "10 MB",
                ["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMIsecret",
            });

        (await guard.WaitForExitAsync()).ShouldBe(0);
        guard.Output.ShouldContain(
            "upload       s3://evidence/heapwise/ at https://minio.example.com:9000; compression: zstd; at most 10 MB a second; "
            + "local copies go when they are verified; waits up to 20 s at the end");
        guard.Output.ShouldNotContain("secret");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Dictionary<string, string> Environment(FaultyNetwork network, string key) => new()
    {
        ["HEAPWISE_GUARD__UPLOAD__BUCKET"] = S3Server.Bucket,
        ["HEAPWISE_GUARD__UPLOAD__ENDPOINT"] = network.Address,
        ["AWS_ACCESS_KEY_ID"] = key,
        ["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMIsecret",
    };
}
