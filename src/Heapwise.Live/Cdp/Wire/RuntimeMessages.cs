using System.Text.Json;

namespace Heapwise.Live.Cdp.Wire;

internal sealed record WireEvaluate(
    string Expression, bool IncludeCommandLineAPI, bool ReturnByValue, bool AwaitPromise, bool Silent, string ObjectGroup);

internal sealed record WireEvaluated(WireRemoteObject Result, WireExceptionDetails? ExceptionDetails);

internal sealed record WireRemoteObject(
    string Type, JsonElement? Value, string? UnserializableValue, string? Description, string? ObjectId);

internal sealed record WireExceptionDetails(string? Text, WireRemoteObject? Exception);

internal sealed record WireCall(string FunctionDeclaration, string ObjectId, bool ReturnByValue, bool Silent);

internal sealed record WireRelease(string ObjectId);
