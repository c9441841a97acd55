using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Heapwise.Guard.Alerts.Words;
using Heapwise.Guard.Settings;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Utils;

namespace Heapwise.Guard.Alerts.Sinks;

/// <summary>Mail through a server of yours, in plain text. All mail about an alert is one thread.</summary>
/// <param name="settings">The server and the receivers.</param>
/// <param name="time">For the date of a mail.</param>
public sealed class EmailSink(EmailSettings settings, TimeProvider time) : IAlertSink
{
    internal const string ReceiverName = "email";

    private const int MaxBody = 20_000;
    private static readonly MessageStyle Style = new("", "", "\n", text => text);

    public string Name => ReceiverName;

    public NewsLanguage Language => settings.Language;

    public bool TakesEverything => false;

    public int MaxTogether => 20;

    public TimeSpan Pace => TimeSpan.FromSeconds(1);

    public async Task SendAsync(IReadOnlyList<SinkMessage> messages, CancellationToken cancellation)
    {
        using var mail = Write(messages);
        using var patience = new CancellationTokenSource(settings.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            using var client = new SmtpClient();
            await client.ConnectAsync(settings.Host, settings.Port, OptionsOf(settings.Security), either.Token);
            if (settings.User is { } user) await client.AuthenticateAsync(user.Name, user.Password, either.Token);
            await client.SendAsync(mail, either.Token);
            await client.DisconnectAsync(quit: true, either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DeliveryException(
                string.Create(
                    CultureInfo.InvariantCulture, $"{settings.Host} has not answered within {settings.Timeout.TotalSeconds:0.#} s"),
                isForGood: false);
        }
        catch (SmtpCommandException problem)
        {
            var code = (int)problem.StatusCode;
            throw new DeliveryException(
                $"{settings.Host} refused the mail: {code} {problem.Message}", isForGood: code is >= 500 and < 600, cause: problem);
        }
        catch (MailKit.Security.AuthenticationException)
        {
            throw new DeliveryException($"{settings.Host} does not accept the user and the password", isForGood: false);
        }
        catch (Exception problem) when (
            problem is SslHandshakeException or System.Security.Authentication.AuthenticationException or NotSupportedException)
        {
            throw new DeliveryException(
                $"{settings.Host}: no encrypted connection: {FirstLineOf(problem)}", isForGood: false, cause: problem);
        }
        catch (Exception problem) when (
            problem is IOException or SocketException or ProtocolException or ServiceNotConnectedException)
        {
            throw new DeliveryException($"{settings.Host} cannot be reached: {FirstLineOf(problem)}", isForGood: false, cause: problem);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal MimeMessage Write(IReadOnlyList<SinkMessage> messages)
    {
        var texts = messages.Select(message => AlertText.Of(message.Happened, settings.Language)).ToList();
        var mail = new MimeMessage { Subject = AlertText.TitleOf(texts, settings.Language), Date = time.GetUtcNow() };
        mail.From.Add(MailboxAddress.Parse(settings.From));
        foreach (var receiver in settings.To) mail.To.Add(MailboxAddress.Parse(receiver));
        mail.Headers.Add("Auto-Submitted", "auto-generated"); // no answers of people who are away
        mail.MessageId = MimeUtils.GenerateMessageId("heapwise");
        foreach (var alert in messages.Select(message => message.Happened.Alert).OfType<string>().Distinct())
            mail.References.Add($"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(alert)))[..32]}@heapwise");
        var parts = texts.Select(text =>
            $"{(texts.Count > 1 ? text.Title + "\n" : "")}{MessageText.BodyOf(text, Style, MaxBody / texts.Count)}");
        mail.Body = new TextPart("plain") { Text = string.Join("\n\n", parts) + "\n" };
        return mail;
    }

    private static SecureSocketOptions OptionsOf(EmailSecurity security) => security switch
    {
        EmailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        EmailSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };

    private static string FirstLineOf(Exception problem) => problem.Message.Split('\n')[0].TrimEnd('\r');
}
