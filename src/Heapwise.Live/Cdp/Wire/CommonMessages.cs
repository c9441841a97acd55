namespace Heapwise.Live.Cdp.Wire;

/// <summary>Parameters or a result without content.</summary>
internal sealed record WireEmpty
{
    public static WireEmpty Instance { get; } = new();
}

internal sealed record WireError(int Code, string? Message);

internal sealed record WireEnabled(bool Enabled);

/// <summary>An element of <c>/json/list</c>.</summary>
internal sealed record WireInspectorPage(string? Type, string? Title, string? Url, string? WebSocketDebuggerUrl);
