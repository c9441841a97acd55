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

    /// <summary>Evaluates without waiting for an answer: for what closes the inspector, or may run after we have left.</summary>
    internal Task PostEvaluateAsync(string expression, CancellationToken cancellation) =>
        _connection.PostAsync("Runtime.evaluate", Request(expression), CdpJson.Default.WireEvaluate, cancellation);

    /// <summary>Lets go of the console's last thousand messages, which the inspector keeps for whoever opens it, with all objects that were logged.</summary>
    internal Task DiscardConsoleEntriesAsync(TimeSpan? timeout, CancellationToken cancellation) =>
        _connection.SendAsync("Runtime.discardConsoleEntries", timeout, cancellation);

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

    /// <summary>
    /// Evaluates an expression whose object stays in the target for <see cref="CallAsync"/>, held by the session and by no name: it
    /// can be collected when it is released or the session ends.
    /// </summary>
    /// <exception cref="CdpException"/>
    internal async Task<string> HoldAsync(string expression, TimeSpan? timeout, CancellationToken cancellation)
    {
        var held = await EvaluateRawAsync(Request(expression) with { ReturnByValue = false }, timeout, cancellation);
        return held.ObjectId ?? throw new CdpException("Runtime.evaluate", CdpErrorCode.MalformedMessage, $"the script returned {held.Type}, not an object");
    }

    /// <summary>Calls a function with a held object as <c>this</c> and decodes what it returns.</summary>
    /// <exception cref="CdpException">The function threw (<see cref="CdpErrorCode.ScriptThrew"/>), or the request failed.</exception>
    internal async Task<T> CallAsync<T>(string objectId, string function, JsonTypeInfo<T> type, TimeSpan? timeout, CancellationToken cancellation)
    {
        var reply = await _connection.SendAsync(
            "Runtime.callFunctionOn", Call(objectId, function), CdpJson.Default.WireCall, CdpJson.Default.WireEvaluated, timeout, cancellation);
        return Decode(Require(reply, "Runtime.callFunctionOn"), type);
    }

    /// <summary>The same, where the object that is returned stays in the target, as with <see cref="HoldAsync"/>.</summary>
    /// <exception cref="CdpException"/>
    internal async Task<string> HoldCallAsync(string objectId, string function, TimeSpan? timeout, CancellationToken cancellation)
    {
        const string Method = "Runtime.callFunctionOn";
        var reply = await _connection.SendAsync(
            Method, Call(objectId, function) with { ReturnByValue = false }, CdpJson.Default.WireCall, CdpJson.Default.WireEvaluated, timeout, cancellation);
        var held = Require(reply, Method);
        return held.ObjectId ?? throw new CdpException(Method, CdpErrorCode.MalformedMessage, $"the function returned {held.Type}, not an object");
    }

    /// <summary>Calls without waiting for an answer.</summary>
    internal Task PostCallAsync(string objectId, string function, CancellationToken cancellation) =>
        _connection.PostAsync("Runtime.callFunctionOn", Call(objectId, function), CdpJson.Default.WireCall, cancellation);

    /// <summary>Gives a held object back, without waiting.</summary>
    internal Task PostReleaseAsync(string objectId, CancellationToken cancellation) =>
        _connection.PostAsync("Runtime.releaseObject", new WireRelease(objectId), CdpJson.Default.WireRelease, cancellation);

    private async Task<WireRemoteObject> EvaluateRawAsync(WireEvaluate request, TimeSpan? timeout, CancellationToken cancellation)
    {
        var reply = await _connection.SendAsync(
            "Runtime.evaluate", request, CdpJson.Default.WireEvaluate, CdpJson.Default.WireEvaluated, timeout, cancellation);
        return Require(reply, "Runtime.evaluate");
    }

    /// <summary>The value, or the error that the script threw.</summary>
    private static WireRemoteObject Require(WireEvaluated reply, string method)
    {
        if (reply.ExceptionDetails is not { } thrown) return reply.Result;
        var description = thrown.Exception?.Description ?? thrown.Exception?.Value?.ToString() ?? thrown.Text ?? "the script threw";
        throw new CdpException(method, CdpErrorCode.ScriptThrew, description.Split('\n')[0]); // what follows is the stack
    }

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

    private static WireCall Call(string objectId, string function) => new(function, objectId, ReturnByValue: true, Silent: true);

    private static WireEvaluate Request(string expression) => new(
        $"{expression}\n//# sourceURL={ScriptName}", IncludeCommandLineAPI: true, ReturnByValue: true, AwaitPromise: false, Silent: true,
        ObjectGroup: "heapwise");
}
