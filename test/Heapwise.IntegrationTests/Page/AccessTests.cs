using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Heapwise.Server;
using Heapwise.Tests.Cli;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Page;

/// <summary>Who may read the page, and who may not.</summary>
public sealed class AccessTests
{
    private static readonly byte[] Snapshot = SampleFolder.Server(sessions: 3).ToJson();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_the_key_nothing_is_answered()
    {
        await using var page = await PageRun.StartAsync(_ => new ServerOptions(), entered: false);
        foreach (var path in (string[])["/", "/index.html", "/api/session", "/api/events", "/?token=guess", "/assets/../index.html"])
        {
            using var answer = await page.Client.GetAsync(path, Cancellation);
            answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized, path);
            answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_link_works_once_and_a_new_one_is_printed_when_it_is_used_again()
    {
        await using var page = await PageRun.StartAsync(_ => new ServerOptions(), entered: false);
        var link = page.Link;
        using var first = await page.Client.GetAsync(link, Cancellation);
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        var cookie = first.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem();
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=strict", Case.Insensitive);

        using var stranger = new HttpClient(new SocketsHttpHandler()) { BaseAddress = page.Address };
        using var again = await stranger.GetAsync(link, Cancellation);
        again.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var renewed = await stranger.GetAsync(page.Links.ShouldHaveSingleItem(), Cancellation);
        renewed.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:80")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("192.168.0.7")]
    public async Task A_foreign_host_is_refused(string host)
    {
        await using var page = await PageRun.StartAsync(_ => new ServerOptions());
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post, HttpMethod.Head])
        {
            using var request = new HttpRequestMessage(method, "/api/session");
            request.Headers.Host = host;
            using var answer = await page.Client.SendAsync(request, Cancellation);
            answer.StatusCode.ShouldBe(HttpStatusCode.MisdirectedRequest, method.Method);
        }
    }

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("127.0.0.1:9")]
    [InlineData("[::1]:8080")]
    public async Task A_forwarded_port_is_answered(string host)
    {
        await using var page = await PageRun.StartAsync(_ => new ServerOptions());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/session");
        request.Headers.Host = host;
        request.Headers.Add("Cookie", await CookieOf(page));
        using var plain = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = page.Address };
        using var answer = await plain.SendAsync(request, Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    [InlineData("https://127.0.0.1")]
    [InlineData("http://127.0.0.1:1")]
    public async Task A_foreign_origin_is_refused(string origin)
    {
        await using var page = await PageRun.StartAsync(_ => new ServerOptions());
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
        {
            using var request = new HttpRequestMessage(method, "/api/session");
            request.Headers.Add("Origin", origin);
            using var answer = await page.Client.SendAsync(request, Cancellation);
            answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden, method.Method);
        }
    }

    [Fact]
    public async Task A_write_from_another_site_is_refused_without_an_origin()
    {
        await using var page = await PageRun.StartAsync(_ => new ServerOptions());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/live/1/attach");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await page.Client.SendAsync(request, Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("/../../etc/passwd")]
    [InlineData("/assets/../../etc/passwd")]
    [InlineData("/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/assets/%2e%2e%2f%2e%2e%2fetc%2fpasswd")]
    [InlineData("/api/../../etc/passwd")]
    public async Task Paths_lead_nowhere_else(string path)
    {
        await using var page = await PageRun.StartAsync(_ => new ServerOptions());
        using var answer = await page.Client.GetAsync(path, Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync(Cancellation)).ShouldNotContain("root:");
    }

    [Fact]
    public async Task Names_of_sent_files_are_never_paths()
    {
        await using var page = await PageRun.StartAsync(_ => new ServerOptions());
        using var answer = await page.Client.PostAsync(
            "/api/sources?name=..%2f..%2f..%2fetc%2fcron.d%2fevil.heapsnapshot", new ByteArrayContent(Snapshot), Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var session = await page.GetAsync("session");
        var source = session.GetProperty("sources").EnumerateArray().Single();
        source.GetProperty("name").GetString().ShouldBe("evil.heapsnapshot");
        source.GetProperty("path").GetString()!.ShouldStartWith(page.Folder);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_and_leaves_nothing()
    {
        await using var page = await PageRun.StartAsync(_ => new ServerOptions { MaxUploadBytes = 1_000 });
        using var answer = await page.Client.PostAsync("/api/sources?name=a.heapsnapshot", new ByteArrayContent(Snapshot), Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);

        using var endless = new StreamContent(new MemoryStream(Snapshot));
        endless.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sources?name=a.heapsnapshot") { Content = endless };
        request.Headers.TransferEncodingChunked = true;
        using var chunked = await page.Client.SendAsync(request, Cancellation);
        chunked.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        Directory.EnumerateFiles(page.Folder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Other_bodies_are_small()
    {
        await using var page = await PageRun.StartAsync(_ => new ServerOptions());
        using var answer = await page.Client.PostAsync(
            "/api/history/open",
            new StringContent($$"""{"path":"{{new string('a', 100_000)}}"}""", null, "application/json"),
            Cancellation);
        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task The_page_comes_with_everything_that_it_loads()
    {
        await using var page = await PageRun.StartAsync(_ => new ServerOptions());
        var html = await page.Client.GetStringAsync("/", Cancellation);
        var named = Regex.Matches(html, "(?:src|href)=\"(/[^\"]+)\"", RegexOptions.None, TimeSpan.FromSeconds(1));
        List<string> files = [.. named.Select(Path)];
        files.Count.ShouldBeGreaterThan(2);
        foreach (var file in files)
        {
            foreach (var encoding in (string[])["identity", "gzip"])
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, file);
                request.Headers.Add("Accept-Encoding", encoding);
                using var answer = await page.Client.SendAsync(request, Cancellation);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, file);
                answer.Content.Headers.ContentType!.MediaType.ShouldBe(TypeOf(file));
                var bytes = await answer.Content.ReadAsByteArrayAsync(Cancellation);
                var isZipped = bytes is [0x1f, 0x8b, ..];
                isZipped.ShouldBe(answer.Content.Headers.ContentEncoding.Contains("gzip"));
                if (encoding == "identity") isZipped.ShouldBeFalse();
            }
        }

        static string Path(Match match) => match.Groups[1].Value;

        static string TypeOf(string file) => System.IO.Path.GetExtension(file) switch
        {
            ".js" => "text/javascript",
            ".css" => "text/css",
            _ => "image/svg+xml",
        };
    }

    [Fact]
    public async Task Two_pages_do_not_take_each_others_cookie()
    {
        await using var first = await PageRun.StartAsync(_ => new ServerOptions(), entered: false);
        await using var second = await PageRun.StartAsync(_ => new ServerOptions(), entered: false);
        using var browser = new HttpClient(new SocketsHttpHandler());
        (await browser.GetAsync(first.Link, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.GetAsync(second.Link, Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.GetAsync(new Uri(first.Address, "/api/session"), Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await browser.GetAsync(new Uri(second.Address, "/api/session"), Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Every_answer_forbids_what_the_page_does_not_need()
    {
        await using var page = await PageRun.StartAsync(_ => new ServerOptions());
        foreach (var path in (string[])["/", "/api/session", "/nothing"])
        {
            using var answer = await page.Client.GetAsync(path, Cancellation);
            var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
            policy.ShouldContain("default-src 'none'");
            policy.ShouldContain("frame-ancestors 'none'");
            policy.ShouldNotContain("unsafe");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
            answer.Headers.Contains("Server").ShouldBeFalse();
        }
    }

    [Fact]
    public async Task What_was_sent_goes_with_the_page()
    {
        string folder;
        await using (var page = await PageRun.StartAsync(_ => new ServerOptions()))
        {
            using var answer = await page.Client.PostAsync(
                "/api/sources?name=a.heapsnapshot", new ByteArrayContent(Snapshot), Cancellation);
            folder = Directory.EnumerateDirectories(page.Folder).ShouldHaveSingleItem();
            if (!OperatingSystem.IsWindows())
                File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Directory.Exists(folder).ShouldBeFalse();
    }

    private static async Task<string> CookieOf(PageRun page)
    {
        using var stranger = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = page.Address };
        using var answer = await stranger.GetAsync(page.Link, Cancellation);
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }
}
