using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Heapwise.Live.Cdp;

/// <summary>The inspector's <c>Runtime</c> domain: evaluating small expressions in the target.</summary>
public sealed class RuntimeDomain
{
    /// <summary>The name that everything evaluated by us carries as its script, so that its objects can be told from the program's.</summary>
    public const string ScriptName = "heapwise:evaluated";

    private readonly CdpConnection _connection;

    internal RuntimeDomain(CdpConnection connection) => _connection = connection;

    /// <summary>
    /// Evaluates an expression in the global scope, <c>require</c> at hand, and returns its value: a string as it is, everything
    /// else as JSON, <c>undefined</c> as null. Promises are not awaited: that would hang where the event loop does.
    /// Declare nothing outside a function: a top-level <c>let</c> would stay.
    /// </summary>
    /// <exception cref="CdpException">The script threw (<see cref="CdpErrorCode.ScriptThrew"/>), or the request failed.</exception>
    public async Task<string?> EvaluateAsync(string expression, TimeSpan? timeout, CancellationToken cancellation)
    {
        var result = await EvaluateRawAsync(Request(expression), timeout, cancellation);
        if (result.UnserializableValue is { } special) return special;
        return result.Value is not { } value ? null : value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
    }

    /// <summary>The same, decoded.</summary>
    internal async Task<T> EvaluateAsync<T>(string expression, JsonTypeInfo<T> type, TimeSpan? timeout, CancellationToken cancellation) =>
        Decode(await EvaluateRawAsync(Request(expression), timeout, cancellation), type);

    /// <summary>The same for a promise, which is awaited. Its event loop may be busy: the time given is all that is waited.</summary>
    internal async Task<T> EvaluatePromiseAsync<T>(string expression, JsonTypeInfo<T> type, TimeSpan patience, CancellationToken cancellation) =>
        Decode(await EvaluateRawAsync(Request(expression) with { AwaitPromise = true }, patience, cancellation), type);

    private static T Decode<T>(WireRemoteObject result, JsonTypeInfo<T> type)
    {
        try
        {
            if (result.Value is { } json && json.Deserialize(type) is { } value) return value;
            throw new CdpException("Runtime.evaluate", CdpErrorCode.MalformedMessage, $"the script returned {result.Type}");
        }
        catch (JsonException problem)
        {
            throw new CdpException("Runtime.evaluate", CdpErrorCode.MalformedMessage, problem.Message, problem);
        }
    }

    /// <summary>Evaluates without waiting for an answer: for what closes the inspector, or may run after we have left.</summary>
    internal Task PostEvaluateAsync(string expression, CancellationToken cancellation) =>
        _connection.PostAsync("Runtime.evaluate", Request(expression), CdpJson.Default.WireEvaluate, cancellation);

    /// <summary>
    /// Waits until the target's event loop has come round once: evaluations interrupt whatever runs, so this is how to know that
    /// a program has started. False when the loop did not turn in that time: the program is busy.
    /// </summary>
    internal async Task<bool> WaitForTurnAsync(TimeSpan patience, CancellationToken cancellation)
    {
        try
        {
            await EvaluateRawAsync(Request("new Promise(done => { setImmediate(done) })") with { AwaitPromise = true }, patience, cancellation);
            return true;
        }
        catch (CdpException problem) when (problem.Code == CdpErrorCode.TimedOut)
        {
            return false;
        }
    }

    private async Task<WireRemoteObject> EvaluateRawAsync(WireEvaluate request, TimeSpan? timeout, CancellationToken cancellation)
    {
        var reply = await _connection.SendAsync(
            "Runtime.evaluate", request, CdpJson.Default.WireEvaluate, CdpJson.Default.WireEvaluated, timeout, cancellation);
        if (reply.ExceptionDetails is not { } thrown) return reply.Result;
        var description = thrown.Exception?.Description ?? thrown.Exception?.Value?.ToString() ?? thrown.Text ?? "the script threw";
        throw new CdpException("Runtime.evaluate", CdpErrorCode.ScriptThrew, description.Split('\n')[0]); // what follows is the stack
    }

    private static WireEvaluate Request(string expression) => new(
        $"{expression}\n//# sourceURL={ScriptName}", IncludeCommandLineAPI: true, ReturnByValue: true, AwaitPromise: false, Silent: true,
        ObjectGroup: "heapwise");
}
