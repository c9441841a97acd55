namespace Heapwise.Live.Cdp;

/// <summary>
/// Why a request failed. Negative values are the inspector's own (JSON-RPC) codes, any of which may occur; positive ones are set by the
/// connection.
/// </summary>
public enum CdpErrorCode
{
    /// <summary>The inspector does not have this method: an older Node, or a different runtime.</summary>
    MethodNotFound = -32601,

    /// <summary>The inspector's general refusal; its message says why.</summary>
    ServerError = -32000,

    /// <summary>The connection was closed by either side before the answer arrived.</summary>
    ConnectionClosed = 1,

    /// <summary>No answer within the request's time.</summary>
    TimedOut = 2,

    /// <summary>The peer sent something that is not a message of an inspector.</summary>
    MalformedMessage = 3,

    /// <summary>A message was longer than <see cref="CdpOptions.MaxMessageBytes"/>.</summary>
    MessageTooLarge = 4,

    /// <summary>The evaluated script threw; the message is the error's description.</summary>
    ScriptThrew = 5,
}

/// <summary>A request to an inspector, or the connection to it, failed. Decide on <see cref="Code"/>, never on the message.</summary>
public sealed class CdpException(string method, CdpErrorCode code, string message, Exception? inner = null)
    : Exception($"{method}: {message}", inner)
{
    /// <summary>The <see cref="Method"/> where no single request failed.</summary>
    internal const string Connection = "connection";

    /// <summary>The method requested, such as <c>Runtime.evaluate</c>.</summary>
    public string Method { get; } = method;

    public CdpErrorCode Code { get; } = code;
}
