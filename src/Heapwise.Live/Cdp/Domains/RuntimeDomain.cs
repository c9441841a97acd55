using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Heapwise.Live.Cdp.Wire;

namespace Heapwise.Live.Cdp.Domains;

/// <summary>The inspector's <c>Runtime</c> domain: evaluating small expressions in the target.</summary>
public sealed class RuntimeDomain
{
    /// <summary>The script name of everything that we evaluate, by which its objects are told apart from the program's.</summary>
    public const string ScriptName = "heapwise:evaluated";

    internal const string Evaluate = "Runtime.evaluate";
    private const string CallFunction = "Runtime.callFunctionOn";

    private readonly CdpConnection _connection;

    internal RuntimeDomain(CdpConnection connection) => _connection = connection;

    /// <summary>
    /// Evaluates an expression in the global scope, with <c>require</c> available, and returns its value: a string as it is, everything
    /// else as JSON, <c>undefined</c> as null. Promises are not awaited: that would hang when the event loop does. Declare nothing outside
    /// a function: a top-level <c>let</c> would stay.
    /// </summary>
    /// <exception cref="CdpException">The script threw (<see cref="CdpErrorCode.ScriptThrew"/>), or the request failed.</exception>
    public async Task<string?> EvaluateAsync(string expression, TimeSpan? timeout, CancellationToken cancellation)
    {
        var result = await EvaluateRawAsync(CreateRequest(expression), timeout, cancellation);
        if (result.UnserializableValue is { } special) return special;
        if (result.Value is not { } value) return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
    }

    /// <summary>The same, deserialised.</summary>
    internal async Task<T> EvaluateAsync<T>(
        string expression, JsonTypeInfo<T> type, TimeSpan? timeout, CancellationToken cancellation) =>
        Decode(await EvaluateRawAsync(CreateRequest(expression), timeout, cancellation), type);

    /// <summary>The same for a promise, which is awaited. Its event loop may be busy, so a time limit is required.</summary>
    internal async Task<T> EvaluatePromiseAsync<T>(
        string expression, JsonTypeInfo<T> type, TimeSpan patience, CancellationToken cancellation) =>
        Decode(await EvaluateRawAsync(CreateRequest(expression) with { AwaitPromise = true }, patience, cancellation), type);

    /// <summary>Evaluates without waiting for an answer: for what closes the inspector, or may run after we have left.</summary>
    internal Task PostEvaluateAsync(string expression, CancellationToken cancellation) =>
        _connection.PostAsync(Evaluate, CreateRequest(expression), CdpJson.Default.WireEvaluate, cancellation);

    /// <summary>
    /// Drops the last thousand console messages, which the inspector keeps for whoever opens it, together with all logged objects.
    /// </summary>
    internal Task DiscardConsoleEntriesAsync(TimeSpan? timeout, CancellationToken cancellation) =>
        _connection.SendAsync("Runtime.discardConsoleEntries", timeout, cancellation);

    /// <summary>
    /// Waits until the target's event loop has turned once. Evaluations interrupt whatever runs, so this is how to know that a program has
    /// started. False when the loop did not turn in that time: the program is busy.
    /// </summary>
    internal async Task<bool> WaitForTurnAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var turn = CreateRequest("new Promise(done => { setImmediate(done) })") with { AwaitPromise = true };
        try
        {
            await EvaluateRawAsync(turn, patience, cancellation);
            return true;
        }
        catch (CdpException problem) when (problem.Code == CdpErrorCode.TimedOut)
        {
            return false;
        }
    }

    /// <summary>
    /// Evaluates an expression whose object stays in the target for <see cref="CallAsync"/>. Only the session holds it, not a name: it can
    /// be collected once it is released or the session ends.
    /// </summary>
    /// <exception cref="CdpException"/>
    internal async Task<string> HoldAsync(string expression, TimeSpan? timeout, CancellationToken cancellation)
    {
        var held = await EvaluateRawAsync(CreateRequest(expression) with { ReturnByValue = false }, timeout, cancellation);
        return held.ObjectId
            ?? throw new CdpException(Evaluate, CdpErrorCode.MalformedMessage, $"the script returned {held.Type}, not an object");
    }

    /// <summary>Calls a function with a held object as <c>this</c> and deserialises its result.</summary>
    /// <exception cref="CdpException">The function threw (<see cref="CdpErrorCode.ScriptThrew"/>), or the request failed.</exception>
    internal async Task<T> CallAsync<T>(
        string objectId, string function, JsonTypeInfo<T> type, TimeSpan? timeout, CancellationToken cancellation) =>
        Decode(await CallRawAsync(CreateCall(objectId, function), timeout, cancellation), type);

    /// <summary>The same, but the returned object stays in the target, as with <see cref="HoldAsync"/>.</summary>
    /// <exception cref="CdpException"/>
    internal async Task<string> HoldCallAsync(string objectId, string function, TimeSpan? timeout, CancellationToken cancellation)
    {
        var held = await CallRawAsync(CreateCall(objectId, function) with { ReturnByValue = false }, timeout, cancellation);
        return held.ObjectId
            ?? throw new CdpException(CallFunction, CdpErrorCode.MalformedMessage, $"the function returned {held.Type}, not an object");
    }

    /// <summary>Calls without waiting for an answer.</summary>
    internal Task PostCallAsync(string objectId, string function, CancellationToken cancellation) =>
        _connection.PostAsync(CallFunction, CreateCall(objectId, function), CdpJson.Default.WireCall, cancellation);

    /// <summary>Releases a held object, without waiting.</summary>
    internal Task PostReleaseAsync(string objectId, CancellationToken cancellation) =>
        _connection.PostAsync("Runtime.releaseObject", new WireRelease(objectId), CdpJson.Default.WireRelease, cancellation);

    private async Task<WireRemoteObject> EvaluateRawAsync(WireEvaluate request, TimeSpan? timeout, CancellationToken cancellation)
    {
        var reply = await _connection.SendAsync(
            Evaluate, request, CdpJson.Default.WireEvaluate, CdpJson.Default.WireEvaluated, timeout, cancellation);
        return Require(reply, Evaluate);
    }

    private async Task<WireRemoteObject> CallRawAsync(WireCall call, TimeSpan? timeout, CancellationToken cancellation)
    {
        var reply = await _connection.SendAsync(
            CallFunction, call, CdpJson.Default.WireCall, CdpJson.Default.WireEvaluated, timeout, cancellation);
        return Require(reply, CallFunction);
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
            throw new CdpException(Evaluate, CdpErrorCode.MalformedMessage, $"the script returned {result.Type}");
        }
        catch (JsonException problem)
        {
            throw new CdpException(Evaluate, CdpErrorCode.MalformedMessage, problem.Message, problem);
        }
    }

    private static WireCall CreateCall(string objectId, string function) => new(function, objectId, ReturnByValue: true, Silent: true);

    private static WireEvaluate CreateRequest(string expression) => new(
        $"{expression}\n//# sourceURL={ScriptName}",
        IncludeCommandLineAPI: true,
        ReturnByValue: true,
        AwaitPromise: false,
        Silent: true,
        ObjectGroup: "heapwise");
}
