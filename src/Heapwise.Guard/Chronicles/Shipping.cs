using Heapwise.Store;
using Heapwise.Store.Postgres;

namespace Heapwise.Guard.Chronicles;

/// <summary>Copies the history to a server in the background. While the server is away, the local file keeps everything.</summary>
public sealed class Shipping : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);

    private readonly Shipper _shipper;
    private readonly Chronicle _chronicle;
    private readonly TimeProvider _time;
    private readonly Action<string> _say;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _shipping;

    /// <exception cref="StoreException">The address is none.</exception>
    public Shipping(string address, Chronicle chronicle, TimeProvider time, Action<string> say)
    {
        (_shipper, _chronicle, _time, _say) = (new Shipper(address), chronicle, time, say);
        _shipping = Task.Run(ShipAllAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _shipping;
        _shipper.Dispose();
        _stop.Dispose();
    }

    private async Task ShipAllAsync()
    {
        var pause = Pause;
        var isAway = false;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _shipper.Ship(_chronicle.History.Shipments, _time.GetUtcNow(), _stop.Token);
                if (isAway) _say("the history's server has everything again");
                (pause, isAway) = (Pause, false);
            }
            catch (StoreException problem)
            {
                if (!isAway) _say($"{problem.Message}. Until it is back, the history is kept here");
                isAway = true;
                pause = 2 * pause < MaxPause ? 2 * pause : MaxPause;
            }

            await Task.Delay(pause, _time, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }
}
