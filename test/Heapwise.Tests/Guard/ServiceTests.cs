using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Heapwise.Guard.Alerts.Sinks;
using Heapwise.Guard.Alerts.Words;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Settings;
using Heapwise.Tests.Cli;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Heapwise.Tests.Guard;

/// <summary>What each service is sent, exactly, and how its answers are read.</summary>
public sealed class ServiceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 10, 15, 0, TimeSpan.Zero);
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };


    private readonly FakeTimeProvider _time = new(Now);

    public static TheoryData<ServiceName, NewsLanguage> Everything => [.. Enum.GetValues<ServiceName>()
        .SelectMany(service => Enum.GetValues<NewsLanguage>().Select(language => (service, language)))];

    /// <summary>An alert from its beginning to its end, each event in a message of its own.</summary>
    [Theory]
    [MemberData(nameof(Everything))]
    public async Task Each_service_gets_what_its_API_documents(ServiceName service, NewsLanguage language)
    {
        var posts = await SendAsync(service, language, [.. Story(language).Select(happened => (IReadOnlyList<EventReport>)[happened])]);

        Approval.Matches(
            string.Concat(posts.Select(post => $"POST {post.Url}\n{(post.Authorization is { } value ? $"Authorization: {value}\n" : "")}"
                + $"{JsonNode.Parse(post.Body)!.ToJsonString(Readable).Replace("\r", "", StringComparison.Ordinal)}\n\n")),
            $"{service}_{language}");
    }

    [Theory]
    [InlineData(ServiceName.Slack, 1)]
    [InlineData(ServiceName.DingTalk, 1)]
    [InlineData(ServiceName.Feishu, 1)]
    [InlineData(ServiceName.WeCom, 1)]
    [InlineData(ServiceName.Teams, 1)]
    [InlineData(ServiceName.Discord, 1)]
    [InlineData(ServiceName.Alertmanager, 1)]
    public async Task What_fires_together_is_one_message(ServiceName service, int messages)
    {
        var first = Story(NewsLanguage.En)[0];

        var posts = await SendAsync(service, NewsLanguage.En, [[first, Other(first)]]);

        posts.Count.ShouldBe(messages);
        posts[0].Body.ShouldContain("server.js (pid 4711)");
        posts[0].Body.ShouldContain("worker.js (pid 4712)");
    }

    [Theory]
    [InlineData(ServiceName.DingTalk, 20_000)]
    [InlineData(ServiceName.Feishu, 20_000)]
    [InlineData(ServiceName.Teams, 28_672)]
    [InlineData(ServiceName.PagerDuty, 512_000)]
    [InlineData(ServiceName.Opsgenie, 60_000)]
    public async Task The_longest_messages_are_within_the_limits(ServiceName service, int maxBytes)
    {
        var posts = await SendLongestAsync(service);

        posts.Max(post => Encoding.UTF8.GetByteCount(post.Body)).ShouldBeLessThanOrEqualTo(maxBytes);
    }

    [Fact]
    public async Task A_message_of_Slack_has_at_most_13200_characters_and_a_section_3000()
    {
        var body = JsonNode.Parse((await SendLongestAsync(ServiceName.Slack))[0].Body)!;

        var sections = body["attachments"]!.AsArray().Select(part => part!["blocks"]![0]!["text"]!["text"]!.GetValue<string>()).ToList();
        sections.Sum(section => section.Length).ShouldBeInRange(10_000, 13_200);
        sections.ShouldAllBe(section => section.Length <= 3_000);
    }

    [Fact]
    public async Task Markdown_of_WeCom_has_at_most_4096_bytes_and_is_not_cut_in_a_character()
    {
        var content = JsonNode.Parse((await SendLongestAsync(ServiceName.WeCom))[0].Body)!["markdown"]!["content"]!.GetValue<string>();

        Encoding.UTF8.GetByteCount(content).ShouldBeInRange(3_000, 4_096);
        content.ShouldNotContain('\uFFFD');
    }

    [Fact]
    public async Task Embeds_of_Discord_have_at_most_6000_characters()
    {
        var embeds = JsonNode.Parse((await SendLongestAsync(ServiceName.Discord))[0].Body)!["embeds"]!.AsArray();

        embeds.Sum(embed => embed!["title"]!.GetValue<string>().Length + embed["description"]!.GetValue<string>().Length)
            .ShouldBeLessThanOrEqualTo(6_000);
    }

    /// <summary>The signature as the documents of DingTalk compute it.</summary>
    [Fact]
    public async Task DingTalk_is_signed_in_the_query()
    {
        var url = (await SendAsync(ServiceName.DingTalk, NewsLanguage.Zh, [[Story(NewsLanguage.Zh)[0]]]))[0].Url;

        var text = $"{Now.ToUnixTimeMilliseconds()}\nthe secret";
        var expected = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes("the secret"), Encoding.UTF8.GetBytes(text)));
        url.Query.ShouldBe($"?access_token=token&timestamp={Now.ToUnixTimeMilliseconds()}&sign={Uri.EscapeDataString(expected)}");
    }

    /// <summary>The signature as the documents of Feishu compute it: of nothing, with time and secret as the key.</summary>
    [Fact]
    public async Task Feishu_is_signed_in_the_body()
    {
        var body = JsonNode.Parse((await SendAsync(ServiceName.Feishu, NewsLanguage.Zh, [[Story(NewsLanguage.Zh)[0]]]))[0].Body)!;

        var key = Encoding.UTF8.GetBytes($"{Now.ToUnixTimeSeconds()}\nthe secret");
        body["timestamp"]!.GetValue<string>().ShouldBe($"{Now.ToUnixTimeSeconds()}");
        body["sign"]!.GetValue<string>().ShouldBe(Convert.ToBase64String(HMACSHA256.HashData(key, Array.Empty<byte>())));
    }

    [Theory]
    [InlineData(ServiceName.DingTalk, """{"errcode":130101,"errmsg":"send too fast"}""", false, 600)]
    [InlineData(ServiceName.DingTalk, """{"errcode":310000,"errmsg":"sign not match the secret"}""", true, 0)]
    [InlineData(ServiceName.Feishu, """{"code":11232,"msg":"frequency limited"}""", false, 60)]
    [InlineData(ServiceName.Feishu, """{"code":19021,"msg":"sign match fail"}""", true, 0)]
    [InlineData(ServiceName.WeCom, """{"errcode":45009,"errmsg":"api freq out of limit"}""", false, 60)]
    [InlineData(ServiceName.WeCom, """{"errcode":40058,"errmsg":"markdown.content exceed max length"}""", true, 0)]
    public async Task A_refusal_with_the_status_of_a_success_is_a_refusal(ServiceName service, string answer, bool isForGood, int seconds)
    {
        var failure = await FailAsync(service, HttpStatusCode.OK, answer);

        failure.IsForGood.ShouldBe(isForGood);
        (failure.RetryAfter ?? TimeSpan.Zero).TotalSeconds.ShouldBe(seconds);
        failure.Message.ShouldContain("refused with");
        failure.Message.ShouldNotContain("the secret");
    }

    [Theory]
    [InlineData(ServiceName.DingTalk, """{"errcode":0,"errmsg":"ok"}""")]
    [InlineData(ServiceName.Feishu, """{"code":0,"msg":"success"}""")]
    [InlineData(ServiceName.Feishu, """{"StatusCode":0,"StatusMessage":"success"}""")]
    [InlineData(ServiceName.WeCom, "<html>")]
    [InlineData(ServiceName.Slack, "ok")]
    public async Task A_success_is_a_success(ServiceName service, string answer)
    {
        var recorded = new RecordedPosts((HttpStatusCode.OK, answer));
        using var http = new HttpDelivery(_time, recorded);
        await using var sink = Create(service, NewsLanguage.En, http, new OpenAlerts());

        await sink.SendAsync([MessageOf(Story(NewsLanguage.En)[0])], TestContext.Current.CancellationToken);

        recorded.Posts.Count.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public async Task No_refusal_shows_a_secret(ServiceName service, NewsLanguage language)
    {
        var failure = await FailAsync(
            service, HttpStatusCode.BadRequest, $"no: the secret of {UrlOf(service).PathAndQuery}/api/v2/alerts is wrong", language);

        failure.IsForGood.ShouldBeTrue();
        failure.Message.ShouldContain("answered 400: no: ");
        failure.Message.ShouldNotContain("the secret");
        failure.Message.ShouldNotContain("token");
    }

    [Fact]
    public async Task PagerDuty_hears_of_evidence_only_as_long_as_the_alert_is_open()
    {
        var story = Story(NewsLanguage.En);
        var evidence = story.First(happened => happened.Kind == "evidence");

        var posts = await SendAsync(ServiceName.PagerDuty, NewsLanguage.En, [[story[0]], [story[^1]], [evidence]]);

        posts.Select(post => JsonNode.Parse(post.Body)!["event_action"]!.GetValue<string>()).ShouldBe(["trigger", "resolve"]);
    }

    [Fact]
    public async Task An_Alertmanager_keeps_an_alert_that_another_process_still_has()
    {
        var first = Story(NewsLanguage.En)[0];
        var second = first with { Alert = "second", Target = first.Target with { Pid = 4712 } };
        var end = Story(NewsLanguage.En)[^1];

        var posts = await SendAsync(ServiceName.Alertmanager, NewsLanguage.En, [[first], [second], [end], [end with { Alert = "second" }]]);

        posts.Count.ShouldBe(3); // nothing was to be said of the first end
        JsonNode.Parse(posts[^1].Body)![0]!["endsAt"]!.GetValue<DateTimeOffset>().ShouldBe(end.Time);
    }

    [Fact]
    public async Task An_Alertmanager_hears_of_an_open_alert_every_minute_and_of_its_end_for_five()
    {
        var recorded = new RecordedPosts();
        using var http = new HttpDelivery(_time, recorded);
        var open = new OpenAlerts();
        var (first, end) = (Story(NewsLanguage.En)[0], Story(NewsLanguage.En)[^1]);
        await using var sink = Create(ServiceName.Alertmanager, NewsLanguage.En, http, open);
        open.Hear(first);
        await sink.SendAsync([MessageOf(first)], TestContext.Current.CancellationToken);

        await AdvanceAsync(recorded, 2);
        open.Hear(end);
        await sink.SendAsync([MessageOf(end)], TestContext.Current.CancellationToken);
        await AdvanceAsync(recorded, 5);
        var posts = recorded.Posts.Count;
        _time.Advance(TimeSpan.FromMinutes(3));
        await Task.Delay(100, TestContext.Current.CancellationToken);

        posts.ShouldBe(1 + 2 + 1 + 5);
        recorded.Posts.Count.ShouldBe(posts);
    }

    [Fact]
    public void Alerts_begin_and_end()
    {
        var open = new OpenAlerts();
        foreach (var happened in Story(NewsLanguage.En).SkipLast(1)) open.Hear(happened);

        open.All.Count.ShouldBe(1);
        open.Find(Story(NewsLanguage.En)[0].Alert)!.Finding.ShouldNotBeNull();
        open.Hear(Story(NewsLanguage.En)[^1]);
        open.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Text_of_a_process_mentions_nobody_and_links_nowhere()
    {
        var first = Story(NewsLanguage.En)[0];
        var hostile = first with { Target = first.Target with { Command = "node <!channel> @everyone <at id=all></at> [x](http://evil)" } };

        foreach (var service in (ServiceName[])[ServiceName.Slack, ServiceName.DingTalk, ServiceName.Feishu, ServiceName.WeCom])
        {
            var body = (await SendAsync(service, NewsLanguage.En, [[hostile]]))[0].Body;
            body.ShouldNotContain("<!channel>");
            body.ShouldNotContain("<at id=all>");
        }

        var discord = JsonNode.Parse((await SendAsync(ServiceName.Discord, NewsLanguage.En, [[hostile]]))[0].Body)!;
        discord["allowed_mentions"]!["parse"]!.AsArray().ShouldBeEmpty();
        (await SendAsync(ServiceName.Teams, NewsLanguage.En, [[hostile]]))[0].Body.ShouldNotContain("[x](http://evil)");
    }

    /// <summary>Near its limit, two snapshots, a finding, and well again.</summary>
    private static IReadOnlyList<EventReport> Story(NewsLanguage language)
    {
        var all = EventTests.AllNews().Select(news => EventReports.Of(news, language)).ToList();
        var fired = all[0];
        return
        [
            fired, .. all.Where(happened => happened is { Kind: "evidence", Evidence.Count: 2 }),
            .. all.Where(happened => happened is { Kind: "finding", Finding.Verdict: "leak" }),
            all.First(happened => happened.State == "resolved"),
        ];
    }

    private static EventReport Other(EventReport happened) => happened with
    {
        Alert = "other",
        Summary = happened.Summary.Replace("server.js (pid 4711)", "worker.js (pid 4712)", StringComparison.Ordinal),
        Target = happened.Target with { Pid = 4712, Name = "worker.js" },
    };

    private static SinkMessage MessageOf(EventReport happened) => new(happened, GuardJson.WriteLine(happened));

    private async Task<List<(Uri Url, string? Authorization, string Body)>> SendAsync(
        ServiceName service, NewsLanguage language, IReadOnlyList<IReadOnlyList<EventReport>> batches)
    {
        var recorded = new RecordedPosts();
        using var http = new HttpDelivery(_time, recorded);
        var open = new OpenAlerts();
        await using var sink = Create(service, language, http, open);
        foreach (var batch in batches)
        {
            foreach (var happened in batch) open.Hear(happened);
            await sink.SendAsync([.. batch.Select(MessageOf)], TestContext.Current.CancellationToken);
        }

        return recorded.Posts;
    }

    /// <summary>As many events as one message takes, each with more text than any service takes.</summary>
    private async Task<List<(Uri Url, string? Authorization, string Body)>> SendLongestAsync(ServiceName service)
    {
        var first = Story(NewsLanguage.Zh)[0];
        var text = new string('堆', 5_000);
        using var http = new HttpDelivery(_time, new RecordedPosts());
        await using var sink = Create(service, NewsLanguage.Zh, http, new OpenAlerts());
        var batch = Enumerable.Range(0, sink.MaxTogether).Select(i => first with
        {
            Alert = $"alert {i} {text}",
            Summary = text,
            Refused = [.. Enumerable.Repeat(text, 20)],
            Target = first.Target with { Command = text, Name = text[..200] },
        });
        return await SendAsync(service, NewsLanguage.Zh, [[.. batch]]);
    }

    private async Task<DeliveryException> FailAsync(
        ServiceName service, HttpStatusCode status, string answer, NewsLanguage language = NewsLanguage.En)
    {
        using var http = new HttpDelivery(_time, new RecordedPosts((status, answer)));
        await using var sink = Create(service, language, http, new OpenAlerts());
        return await Should.ThrowAsync<DeliveryException>(
            () => sink.SendAsync([MessageOf(Story(language)[0])], TestContext.Current.CancellationToken));
    }

    private async Task AdvanceAsync(RecordedPosts recorded, int minutes)
    {
        for (var i = 0; i < minutes; i++)
        {
            var before = recorded.Posts.Count;
            _time.Advance(TimeSpan.FromMinutes(1));
            for (var wait = 0; wait < 200 && recorded.Posts.Count == before; wait++)
                await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static Uri UrlOf(ServiceName service) => new(
        service is ServiceName.Opsgenie or ServiceName.Alertmanager
            ? "https://service.example/token"
            : "https://service.example/hook?access_token=token");

    private IAlertSink Create(ServiceName service, NewsLanguage language, HttpDelivery http, OpenAlerts open) =>
        AlertSinks.Create(
            AlertSettings.Nobody with
            {
                Services = [new ServiceSettings(
                    service, [UrlOf(service)], "the secret", language, TimeSpan.FromSeconds(5))],
            },
            http, open, _time)[0];
}
