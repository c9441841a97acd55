using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Heapwise.Live.Cdp;

/// <summary>A request that waits for its answer.</summary>
internal abstract class PendingRequest(long id, string method)
{
    public long Id { get; } = id;

    public string Method { get; } = method;

    /// <summary>Ends with an answer or a failure. Never faults.</summary>
    public abstract Task Answered { get; }

    /// <summary>Deserialises the result directly from the message's bytes, which are only valid during the call.</summary>
    public abstract void Succeed(ReadOnlySpan<byte> result);

    public abstract void Fail(Exception problem);
}

/// <inheritdoc/>
internal sealed class PendingRequest<TResult>(long id, string method, JsonTypeInfo<TResult> type) : PendingRequest(id, method)
{
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResult> Task => _completion.Task;

    public override Task Answered => _completion.Task.ContinueWith(static _ => { }, TaskScheduler.Default);

    public override void Succeed(ReadOnlySpan<byte> result)
    {
        try
        {
            var value = result.IsEmpty ? default : JsonSerializer.Deserialize(result, type);
            if (value is null) Fail(new CdpException(Method, CdpErrorCode.MalformedMessage, "the answer contains no result"));
            else _completion.TrySetResult(value);
        }
        catch (JsonException problem)
        {
            Fail(new CdpException(Method, CdpErrorCode.MalformedMessage, $"the answer could not be read: {problem.Message}", problem));
        }
    }

    public override void Fail(Exception problem)
    {
        _completion.TrySetException(problem);
        _ = Task.Exception; // an abandoned request must not surface as an unobserved exception
    }
}
