using System.Threading.Channels;
using Heapwise.Guard.Metrics.Figures;
using Heapwise.Guard.Settings;

namespace Heapwise.Guard.Metrics.Otlp;

/// <summary>
/// Sends what every turn has left to a collector. One request at a time; what comes meanwhile replaces what waits, because counters count
/// from their beginning and lose nothing by it. A collector that is away or slow delays nobody; it is said once.
/// </summary>
internal sealed class OtlpExporter : IAsyncDisposable
{
    private readonly OtlpSettings _settings;
    private readonly MetricsBoard _board;
    private readonly Action<string> _say;
    private readonly OtlpSender _sender;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<GuardFigures> _next = Channel.CreateBounded<GuardFigures>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly Task _sending;
    private bool _isFailing;

    public OtlpExporter(OtlpSettings settings, MetricsBoard board, Action<string> say)
    {
        (_settings, _board, _say) = (settings, board, say);
        _sender = new OtlpSender(settings);
        board.Published += Take;
        _sending = Task.Run(SendAllAsync);
    }

    public async ValueTask DisposeAsync()
    {
        _board.Published -= Take;
        await _stop.CancelAsync();
        await _sending;
        _sender.Dispose();
        _stop.Dispose();
    }

    private void Take(GuardFigures figures) => _next.Writer.TryWrite(figures);

    private async Task SendAllAsync()
    {
        try
        {
            await foreach (var figures in _next.Reader.ReadAllAsync(_stop.Token))
            {
                var message = OtlpMessage.Write(OtlpOrigins.Of(figures, _settings.Resource));
                var problem = await _sender.SendAsync(message, _stop.Token);
                if (problem is not null && !_isFailing) _say($"metrics: {problem}. They are sent again after the next reading");
                if (problem is null && _isFailing) _say("metrics: the collector receives them again");
                _isFailing = problem is not null;
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
    }
}
