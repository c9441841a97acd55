using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>A mail server that keeps what it is given, without encryption.</summary>
internal sealed class MailServer : LoopbackServer
{
    /// <summary>How receivers are answered, in turn; then with success.</summary>
    public ConcurrentQueue<string> AnswersToReceivers { get; } = new();

    public ConcurrentQueue<string> Commands { get; } = new();

    public ConcurrentQueue<string> Mails { get; } = new();

    protected override async Task ServeAsync(NetworkStream stream, CancellationToken stop)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 test");
        while (await reader.ReadLineAsync(stop) is { } command)
        {
            Commands.Enqueue(command);
            var word = command.Split(' ')[0].ToUpperInvariant();
            if (word == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                var mail = new StringBuilder();
                while (await reader.ReadLineAsync(stop) is { } line && line != ".") mail.Append(line).Append('\n');
                Mails.Enqueue(mail.ToString());
            }

            await writer.WriteLineAsync(word switch
            {
                "EHLO" => "250-test\r\n250 AUTH PLAIN",
                "AUTH" => command.EndsWith(Convert.ToBase64String("\0user\0right"u8), StringComparison.Ordinal) ? "235 ok" : "535 no",
                "RCPT" => AnswersToReceivers.TryDequeue(out var answer) ? answer : "250 ok",
                "QUIT" => "221 bye",
                _ => "250 ok",
            });
            if (word == "QUIT") return;
        }
    }
}
