using System.Text.Json;
using Heapwise.Analysis.Language.Units;
using Heapwise.Guard.Alerts.Sinks;
using Heapwise.Guard.Chronicles;
using Heapwise.Guard.Reports;
using Heapwise.Guard.Settings;
using Heapwise.Store;
using Heapwise.Store.Records;
using Polly;
using Polly.Retry;

namespace Heapwise.Guard.Alerts.Dispatching;

/// <summary>
/// Sends the messages for one receiver in their order, each until it is received: an end never comes before its beginning. Messages wait in
/// the history, so that they survive a restart. What fires together goes together, where the receiver takes several events in one message,
/// and no faster than its service accepts. Tries again with growing pauses, or when the receiver says; what it will never take is given up,
/// and a message that nobody has taken for a day.
/// </summary>
public sealed class SinkQueue : IAsyncDisposable
{
    private const int MaxRetries = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(1);

    private readonly IAlertSink _sink;
    private readonly TimeSpan _groupWait;
    private readonly Chronicle _chronicle;
    private readonly TimeProvider _time;
    private readonly Action<string> _say;
    private readonly ResiliencePipeline _retries;
    private readonly SemaphoreSlim _news = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _sending;
    private bool _isFailing;

    /// <param name="sink">Sends them.</param>
    /// <param name="groupWait">How long the first of several waits for the others, where the receiver takes several at once.</param>
    /// <param name="chronicle">Where they wait.</param>
    /// <param name="time">For pauses.</param>
    /// <param name="say">Hears of failures.</param>
    public SinkQueue(IAlertSink sink, TimeSpan groupWait, Chronicle chronicle, TimeProvider time, Action<string> say)
    {
        (_sink, _chronicle, _time, _say) = (sink, chronicle, time, say);
        _groupWait = sink.MaxTogether > 1 ? groupWait : TimeSpan.Zero;
        _retries = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<DeliveryException>(problem => !problem.IsForGood),
            MaxRetryAttempts = MaxRetries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = FirstPause,
            MaxDelay = MaxPause,
            DelayGenerator = attempt => ValueTask.FromResult(WantedPause(attempt.Outcome.Exception)),
            OnRetry = attempt =>
            {
                SayOnce(attempt.Outcome.Exception!); // handled are exceptions only
                return default;
            },
        }).Build();
        _sending = Task.Run(SendAllAsync);
    }

    public string Receiver => _sink.Name;

    public NewsLanguage Language => _sink.Language;

    /// <summary>Whether its receiver wants to know of the event.</summary>
    public bool IsFor(EventReport happened) => happened.Alert is not null || _sink.TakesEverything;

    /// <summary>There may be a new message.</summary>
    public void Wake()
    {
        if (_news.CurrentCount == 0) _news.Release();
    }

    /// <summary>Waits until all is sent, for a program that is about to end.</summary>
    /// <returns>False where the time was not enough.</returns>
    public async Task<bool> DrainAsync(TimeSpan patience)
    {
        _hurry.TrySetResult();
        var start = _time.GetTimestamp();
        while (_chronicle.History.Deliveries.Count(Receiver) > 0)
        {
            if (_time.GetElapsedTime(start) > patience) return false;
            await Task.Delay(TimeSpan.FromMilliseconds(50), _time);
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _sending;
        await _sink.DisposeAsync();
        _stop.Dispose();
        _news.Dispose();
    }

    private async Task SendAllAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _news.WaitAsync(_stop.Token);
                while (await SendNextAsync(_stop.Token)) { }
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (StoreException problem)
            {
                _say($"{_sink.Name}: {problem.Message}");
                await Task.Delay(MaxPause, _time, _stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
                Wake();
            }
        }
    }

    /// <returns>False where there is none.</returns>
    private async Task<bool> SendNextAsync(CancellationToken cancellation)
    {
        if (_chronicle.History.Deliveries.FindNext(Receiver, most: 1).Count == 0) return false;
        await PauseAsync(_groupWait, cancellation);
        var waiting = _chronicle.History.Deliveries.FindNext(Receiver, _sink.MaxTogether);
        if (await TrySendAsync(waiting, cancellation)) return true;
        foreach (var message in waiting) await TrySendAsync([message], cancellation); // one of them is to blame
        return true;
    }

    /// <summary>Sends the messages together, and takes out of the queue what is done with: received, or given up.</summary>
    /// <returns>False where they must be sent one by one.</returns>
    private async Task<bool> TrySendAsync(IReadOnlyList<Delivery> waiting, CancellationToken cancellation)
    {
        try
        {
            SinkMessage[] messages = [.. waiting.Select(message => new SinkMessage(GuardJson.ReadEvent(message.Body), message.Body))];
            await _retries.ExecuteAsync(async stop => await _sink.SendAsync(messages, stop), cancellation);
            if (_isFailing) _say($"{_sink.Name}: messages are received again");
            _isFailing = false;
        }
        catch (DeliveryException problem) when (!problem.IsForGood && _time.GetUtcNow() - waiting[0].At < MaxAge)
        {
            SayOnce(problem);
            await Task.Delay(MaxPause, _time, cancellation);
            return true; // the same again
        }
        catch (Exception problem) when (problem is DeliveryException or JsonException && waiting.Count > 1)
        {
            return false;
        }
        catch (DeliveryException problem)
        {
            _say($"{_sink.Name}: a message of {Durations.Format(_time.GetUtcNow() - waiting[0].At)} ago was given up: {problem.Message}");
        }
        catch (JsonException)
        {
            _say($"{_sink.Name}: a message that this version cannot read was given up");
        }

        foreach (var message in waiting) _chronicle.History.Deliveries.Remove(message);
        await PauseAsync(_sink.Pace, cancellation);
        return true;
    }

    /// <summary>Shorter where the guard is about to end.</summary>
    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellation)
    {
        if (pause > TimeSpan.Zero) await Task.WhenAny(Task.Delay(pause, _time, cancellation), _hurry.Task);
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>As the receiver says, within reason; null: the usual.</summary>
    private static TimeSpan? WantedPause(Exception? problem)
    {
        if (problem is not DeliveryException { RetryAfter: { } wanted }) return null;
        return wanted < MaxRetryAfter ? wanted : MaxRetryAfter;
    }

    private void SayOnce(Exception problem)
    {
        if (!_isFailing) _say($"{_sink.Name}: {problem.Message}. It is tried again; messages wait");
        _isFailing = true;
    }
}
