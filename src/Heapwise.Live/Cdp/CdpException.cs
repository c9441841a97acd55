namespace Heapwise.Live.Cdp;

/// <summary>
/// Why a request failed. Negative values are the inspector's own (JSON-RPC) codes, any of which may appear;
/// positive ones are given by the connection.
/// </summary>
public enum CdpErrorCode
{
    /// <summary>The inspector does not have this method: an older Node, or another runtime.</summary>
    MethodNotFound = -32601,

    /// <summary>The inspector's general refusal; its message says why.</summary>
    ServerError = -32000,

    /// <summary>The connection closed, by either side, before the answer came.</summary>
    ConnectionClosed = 1,

    /// <summary>No answer within the request's time.</summary>
    TimedOut = 2,

    /// <summary>The peer sent something that is not an inspector's message.</summary>
    MalformedMessage = 3,

    /// <summary>A message was longer than <see cref="CdpOptions.MaxMessageBytes"/>.</summary>
    MessageTooLarge = 4,

    /// <summary>The evaluated script threw; the message is the error's description.</summary>
    ScriptThrew = 5,
}

/// <summary>A request to an inspector, or the connection to it, failed. Decide on <see cref="Code"/>, never on the text.</summary>
public sealed class CdpException(string method, CdpErrorCode code, string message, Exception? inner = null)
    : Exception($"{method}: {message}", inner)
{
    /// <summary>The method asked for, such as <c>Runtime.evaluate</c>, or <c>connection</c> where no single request failed.</summary>
    public string Method { get; } = method;

    public CdpErrorCode Code { get; } = code;
}
