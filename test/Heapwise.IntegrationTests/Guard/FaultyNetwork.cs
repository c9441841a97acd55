using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Heapwise.IntegrationTests.Guard;

/// <summary>What happens to one connection.</summary>
internal abstract record Fault
{
    /// <summary>It breaks after so many bytes have been sent.</summary>
    public sealed record CutRequest(long Bytes) : Fault;

    /// <summary>What is sent arrives, but the answer breaks after so many bytes.</summary>
    public sealed record CutAnswer(long Bytes) : Fault;

    /// <summary>The first request gets this answer.</summary>
    public sealed record Answer(string Text) : Fault;

    /// <summary>Nothing moves after so many bytes.</summary>
    public sealed record Stall(long Bytes) : Fault;

    /// <summary>One byte arrives changed, on the first connection that sends as much.</summary>
    public sealed record Flip(long At) : Fault;
}

/// <summary>The way to an S3 server. Faults are used up, one a connection; also does what s3rver cannot: abort and list uploads.</summary>
internal sealed class FaultyNetwork : IAsyncDisposable
{
    private readonly S3Server _server;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<Fault> _faults;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public FaultyNetwork(S3Server server, params IEnumerable<Fault> faults)
    {
        (_server, _faults) = (server, new ConcurrentQueue<Fault>(faults));
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The ids of uploads that were aborted.</summary>
    public ConcurrentQueue<string> Aborted { get; } = new();

    public int FaultsLeft => _faults.Count;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = Task.Run(() => CarryAsync(client));
            }
            catch (Exception problem) when (problem is SocketException or OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, _server.Port, _stop.Token);
            var fault = _faults.TryDequeue(out var next) ? next : null;
            if (fault is Fault.Answer answer)
            {
                _ = await near.GetStream().ReadAtLeastAsync(new byte[1 << 16], 1, throwOnEndOfStream: false, _stop.Token);
                await near.GetStream().WriteAsync(Encoding.ASCII.GetBytes(answer.Text), _stop.Token);
                return;
            }

            await Task.WhenAny(SendAsync(near.GetStream(), far.GetStream(), fault), ReceiveAsync(far.GetStream(), near.GetStream(), fault));
        }
        catch (Exception problem) when (problem is IOException or SocketException or OperationCanceledException)
        {
            return; // it is broken
        }
    }

    private async Task SendAsync(NetworkStream near, NetworkStream far, Fault? fault)
    {
        var buffer = new byte[1 << 16];
        var sent = 0L;
        while (await near.ReadAsync(buffer, _stop.Token) is > 0 and var count)
        {
            if (fault is Fault.Stall stall && sent + count > stall.Bytes) await Task.Delay(Timeout.Infinite, _stop.Token);
            if (fault is Fault.Flip flip && flip.At >= sent && flip.At < sent + count) buffer[flip.At - sent] ^= 1;
            if (await AnswerInsteadAsync(Encoding.ASCII.GetString(buffer, 0, Math.Min(count, 4096)), near)) continue;
            var passed = fault is Fault.CutRequest cut ? (int)Math.Min(count, cut.Bytes - sent) : count;
            await far.WriteAsync(buffer.AsMemory(0, passed), _stop.Token);
            sent += count;
            if (passed < count) return;
        }

        if (fault is Fault.Flip unused && unused.At >= sent) _faults.Enqueue(unused);
    }

    private async Task ReceiveAsync(NetworkStream far, NetworkStream near, Fault? fault)
    {
        var buffer = new byte[1 << 16];
        var received = 0L;
        while (await far.ReadAsync(buffer, _stop.Token) is > 0 and var count)
        {
            var passed = fault is Fault.CutAnswer cut ? (int)Math.Min(count, cut.Bytes - received) : count;
            await near.WriteAsync(buffer.AsMemory(0, passed), _stop.Token);
            received += count;
            if (passed < count) return;
        }
    }

    private async Task<bool> AnswerInsteadAsync(string head, NetworkStream near)
    {
        var line = head.Split('\r')[0];
        string answer;
        if (line.StartsWith("DELETE ", StringComparison.Ordinal) && line.Contains("uploadId=", StringComparison.Ordinal))
        {
            var id = line.Split("uploadId=")[1].Split(' ', '&')[0];
            if (_server.Abort(id)) Aborted.Enqueue(id);
            answer = "HTTP/1.1 204 No Content\r\n\r\n";
        }
        else if (line.StartsWith("GET ", StringComparison.Ordinal) && line.Contains("?uploads", StringComparison.Ordinal))
        {
            var list = _server.ListUnfinished();
            answer = $"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: {list.Length}\r\n\r\n{list}";
        }
        else
        {
            return false;
        }

        await near.WriteAsync(Encoding.ASCII.GetBytes(answer), _stop.Token);
        return true;
    }
}
