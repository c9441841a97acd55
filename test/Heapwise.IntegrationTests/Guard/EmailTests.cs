using Heapwise.Analysis.GarbageCollection;
using Heapwise.Guard.Alerts;
using Heapwise.Guard.Alerts.Sinks;
using Heapwise.Guard.Alerts.Words;
using Heapwise.Guard.Readings;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Rules;
using Heapwise.Guard.Settings;
using Heapwise.Guard.Targets;
using Heapwise.Live.Attaching;
using MimeKit;
using Shouldly;
using Xunit;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>Mail over a real connection.</summary>
public sealed class EmailTests
{
    [Fact]
    public async Task Alert_and_end_are_one_thread_and_say_what_is_wrong()
    {
        await using var server = new MailServer();
        await using var sink = SinkFor(server, NewsLanguage.Zh, ("user", "right"));

        await sink.SendAsync([Message(isOver: false, NewsLanguage.Zh)], TestContext.Current.CancellationToken);
        await sink.SendAsync([Message(isOver: true, NewsLanguage.Zh)], TestContext.Current.CancellationToken);

        var mails = server.Mails.Select(Parse).ToList();
        mails.Select(mail => mail.Subject).ShouldBe(["严重：heap-near-limit，server.js @ web-1", "已解除：heap-near-limit，server.js @ web-1"]);
        mails[0].TextBody!.ShouldContain("进程：node server.js (pid 1)");
        mails[0].TextBody!.ShouldContain("466 MB / 512 MB (91 %)");
        mails[0].References.Single().ShouldBe(mails[1].References.Single());
        mails[0].MessageId.ShouldNotBe(mails[1].MessageId);
        mails[0].Headers["Auto-Submitted"].ShouldBe("auto-generated");
        mails[0].To.ToString().ShouldBe("\"On call\" <ops@example.com>, dev@example.com");
    }

    [Fact]
    public async Task What_fires_together_is_one_mail()
    {
        await using var server = new MailServer();
        await using var sink = SinkFor(server, NewsLanguage.En);

        await sink.SendAsync(
            [Message(isOver: false, NewsLanguage.En), Message(isOver: true, NewsLanguage.En)], TestContext.Current.CancellationToken);

        var mail = Parse(server.Mails.Single());
        mail.Subject.ShouldBe("Heapwise: 2 events");
        mail.TextBody!.ShouldContain("Critical: heap-near-limit, server.js @ web-1");
        mail.TextBody!.ShouldContain("Resolved: heap-near-limit, server.js @ web-1");
    }

    [Theory]
    [InlineData("451 later", false, "refused the mail: 451 later")]
    [InlineData("550 unknown", true, "refused the mail: 550 unknown")]
    public async Task A_refusal_says_why_and_whether_to_try_again(string answer, bool isForGood, string message)
    {
        await using var server = new MailServer();
        server.AnswersToReceivers.Enqueue(answer);
        await using var sink = SinkFor(server, NewsLanguage.En);

        var failure = await FailAsync(sink);

        failure.IsForGood.ShouldBe(isForGood);
        failure.Message.ShouldContain(message);
    }

    [Fact]
    public async Task A_wrong_password_is_said_and_not_shown()
    {
        await using var server = new MailServer();
        await using var sink = SinkFor(server, NewsLanguage.En, ("user", "wrong"));

        var failure = await FailAsync(sink);

        failure.Message.ShouldBe("127.0.0.1 does not accept the user and the password");
        failure.IsForGood.ShouldBeFalse(); // somebody may change it there
    }

    [Fact]
    public async Task A_server_without_encryption_is_refused_unless_that_is_wanted()
    {
        await using var server = new MailServer();
        await using var sink = new EmailSink(SettingsFor(server.Port, EmailSecurity.StartTls, NewsLanguage.En), TimeProvider.System);

        (await FailAsync(sink)).Message.ShouldContain("no encrypted connection");
        server.Mails.ShouldBeEmpty();
        server.Commands.ShouldNotContain(command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_tried_again()
    {
        await using var sink = new EmailSink(SettingsFor(1, EmailSecurity.None, NewsLanguage.En), TimeProvider.System);

        var failure = await FailAsync(sink);

        failure.Message.ShouldContain("127.0.0.1 cannot be reached");
        failure.IsForGood.ShouldBeFalse();
    }

    private static EmailSink SinkFor(MailServer server, NewsLanguage language, (string, string)? user = null) =>
        new(SettingsFor(server.Port, EmailSecurity.None, language) with { User = user }, TimeProvider.System);

    private static EmailSettings SettingsFor(int port, EmailSecurity security, NewsLanguage language) => new(
        "127.0.0.1", port, security, "heapwise@example.com", ["On call <ops@example.com>", "dev@example.com"], language);

    private static Task<DeliveryException> FailAsync(EmailSink sink) => Should.ThrowAsync<DeliveryException>(
        () => sink.SendAsync([Message(isOver: false, NewsLanguage.En)], TestContext.Current.CancellationToken));

    private static MimeMessage Parse(string mail) => MimeMessage.Load(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(mail)));

    private static SinkMessage Message(bool isOver, NewsLanguage language)
    {
        var target = new TargetIdentity("web-1", "boot", new NodeSighting(1, 1, 0, "server.js", "node server.js", ""));
        var rule = BuiltInRules.Create(0.85, TimeSpan.FromMinutes(1))[0];
        var outlook = new Outlook(
            new Dictionary<Figure, double> { [Figure.HeapUsed] = 466e6, [Figure.HeapLimit] = 512e6 }, FloorTrend.From([]), null);
        News news = isOver
            ? new News.Resolved(target, DateTimeOffset.UnixEpoch, rule, "a1", HasEnded: false, outlook)
            : new News.Fired(target, DateTimeOffset.UnixEpoch, rule, "a1", new Judgement(Standing.Above, 0.9, 0.85), outlook);
        var report = EventReports.Of(news, language);
        return new SinkMessage(report, GuardJson.WriteLine(report));
    }
}
