using System.Security.Cryptography;
using System.Text;
using Heapwise.Diagnosis.Settings;
using Heapwise.Guard.Settings;
using Heapwise.Guard.Targets;
using Heapwise.Guard.Uploads;
using Heapwise.Live.Attaching;
using Heapwise.Store.Records;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Guard;

public sealed class UploadSettingsTests
{
    [Fact]
    public void Nothing_is_uploaded_without_a_bucket() => Read("").ShouldBeNull();

    [Fact]
    public void A_bucket_is_enough()
    {
        var upload = Read("\"bucket\": \"evidence\"").ShouldNotBeNull();

        upload.ShouldBe(new UploadSettings
        {
            Bucket = "evidence",
            Endpoint = null,
            Region = null,
            Credentials = new CredentialSource(null, null),
            Prefix = "",
            Service = "heapwise",
            Compression = Compression.Zstd,
            Encryption = Encryption.None,
            KmsKey = null,
            MaxRate = null,
            KeepsLocal = false,
            Drain = TimeSpan.FromSeconds(20),
        });
    }

    [Fact]
    public void All_of_it_can_be_set()
    {
        var upload = Read("""
            "bucket": "b-1", "endpoint": "http://minio:9000", "region": "eu-west-1", "credentials": "c", "profile": "p", "prefix": "/a/b/",
            "service": "shop", "compress": "gzip", "encryption": "aws:kms", "kmsKey": "k", "maxRate": "10 MB", "keepLocal": true,
            "drain": "1m"
            """).ShouldNotBeNull();

        upload.Endpoint.ShouldBe(new Uri("http://minio:9000"));
        upload.Credentials.ShouldBe(new CredentialSource(Path.GetFullPath("c"), "p"));
        (upload.Prefix, upload.Region, upload.KmsKey).ShouldBe(("a/b", "eu-west-1", "k"));
        (upload.Compression, upload.Encryption).ShouldBe((Compression.Gzip, Encryption.Kms));
        (upload.MaxRate, upload.KeepsLocal, upload.Drain).ShouldBe((10_000_000, true, TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData("\"prefix\": \"a\"", "guard.upload.bucket: is missing")]
    [InlineData("\"bucket\": \"My Bucket\"", "guard.upload.bucket: \"My Bucket\" is not the name of a bucket")]
    [InlineData("\"bucket\": \"b-1\", \"endpoint\": \"minio:9000\"", "guard.upload.endpoint: \"minio:9000\" is not an address")]
    [InlineData("\"bucket\": \"b-1\", \"endpoint\": \"http://me:pw@minio\"", "guard.upload.endpoint: must not contain a user or password")]
    [InlineData("\"bucket\": \"b-1\", \"prefix\": \"a b\"", "guard.upload.prefix: \"a b\" may have letters")]
    [InlineData("\"bucket\": \"b-1\", \"compress\": \"xz\"", "guard.upload.compress: \"xz\" is not one of \"zstd\", \"gzip\", \"none\"")]
    [InlineData("\"bucket\": \"b-1\", \"encryption\": \"yes\"", "is not one of \"none\", \"AES256\", \"aws:kms\"")]
    [InlineData("\"bucket\": \"b-1\", \"kmsKey\": \"k\"", "guard.upload.kmsKey: is used only where encryption is \"aws:kms\"")]
    [InlineData("\"bucket\": \"b-1\", \"maxRate\": \"1 kB\"", "guard.upload.maxRate: must be at least 100 kB")]
    [InlineData("\"bukket\": \"b-1\"", "guard.upload.bukket: no such setting; did you mean \"bucket\"?")]
    public void A_mistake_is_one_clear_line(string settings, string message) =>
        Should.Throw<SettingsException>(() => Read(settings)).Message.ShouldContain(message);

    [Fact]
    public void A_key_tells_service_host_target_and_day() =>
        KeyOf("server.js", "web-1", "", "\"prefix\": \"p/q\", \"service\": \"shop\"")
            .ShouldBe("p/q/shop/web-1/server.js/2026/11/30/server.js-20261130-235900-7.1.heapsnapshot.zst");

    [Theory]
    [InlineData("a b", "a_b")]
    [InlineData("a/b", "a_b")]
    [InlineData("käse.js", "kase.js")]
    [InlineData("..", "_")]
    public void Names_that_must_be_changed_stay_different(string name, string other)
    {
        var key = KeyOf(name, "h", "");

        key.ShouldMatch("^[A-Za-z0-9._/-]+$");
        key.ShouldNotContain("//");
        key.Split('/').ShouldNotContain(part => part.Trim('.').Length == 0);
        key.ShouldNotBe(KeyOf(other, "h", ""));
    }

    [Fact]
    public void Containers_of_one_host_do_not_share_keys() =>
        KeyOf("a.js", "h", "0123456789abcdef").ShouldNotBe(KeyOf("a.js", "h", "0123456789abcdee"));

    [Fact]
    public void Long_names_are_cut_and_stay_different() =>
        KeyOf(new string('a', 500) + "1", "h", "").ShouldNotBe(KeyOf(new string('a', 500) + "2", "h", ""));

    [Theory]
    [InlineData("zstd", ".zst")]
    [InlineData("gzip", ".gz")]
    [InlineData("none", ".heapsnapshot")]
    public void The_ending_says_how_it_is_compressed(string compression, string ending) =>
        KeyOf("a.js", "h", "", $"\"compress\": \"{compression}\"").ShouldEndWith(ending);

    /// <summary>"ab" and "c": what a storage answers for both kinds of sums, worked out by hand.</summary>
    [Fact]
    public void Sums_are_those_of_the_whole_and_of_the_parts()
    {
        using var sums = new ObjectSums();
        sums.AddPart("ab"u8).ShouldBe(SHA("ab"u8));
        sums.AddPart("c"u8);

        sums.Bytes.ShouldBe(3);
        sums.Sha256.ShouldBe(SHA("abc"u8));
        sums.IsChecksum(SHA("abc"u8)).ShouldBeTrue();
        sums.IsChecksum(SHA([.. SHA256.HashData("ab"u8), .. SHA256.HashData("c"u8)]) + "-2").ShouldBeTrue();
        sums.IsChecksum(SHA("abd"u8)).ShouldBeFalse();
        sums.IsChecksum(null).ShouldBeFalse();
        sums.IsTag("\"900150983cd24fb0d6963f7d28e17f72\"").ShouldBeTrue(); // MD5 of abc
        sums.IsTag("\"5b95c8bf3c8ef4a4c36e1ef8a3d5a1f0-2\"").ShouldBeFalse();
        sums.IsTag("").ShouldBeFalse();

        static string SHA(ReadOnlySpan<byte> content) => Convert.ToBase64String(SHA256.HashData(content));
    }

    private static string KeyOf(string name, string host, string container, string more = "\"region\": \"r\"")
    {
        var target = new TargetIdentity(host, "boot", new NodeSighting(7, 1, 0, name.Contains('/') ? null : name, name, container));
        var file = new EvidenceFile(
            "/f/server.js-20261130-235900-7.1.heapsnapshot", target.Key, new DateTimeOffset(2026, 12, 1, 0, 59, 0, TimeSpan.FromHours(1)),
            "snapshot", 1, "s");
        return ObjectKey.Of(Read($"\"bucket\": \"evidence\", {more}")!, target, file); // it has a bucket
    }

    private static UploadSettings? Read(string upload) => GuardSettingsReader.Read(new SettingsSources(
        SettingsFile.Parse("heapwise.json", Encoding.UTF8.GetBytes($"{{\"guard\": {{\"upload\": {{{upload}}}}}}}")), [], [])).Upload;
}
