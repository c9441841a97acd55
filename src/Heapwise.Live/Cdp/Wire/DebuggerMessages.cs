namespace Heapwise.Live.Cdp.Wire;

/// <summary>The part of <c>Debugger.scriptParsed</c> that is needed here.</summary>
internal sealed record WireScript(string ScriptId, string Url);

internal sealed record WireScriptId(string ScriptId);

internal sealed record WireScriptSource(string ScriptSource);

internal sealed record WireSkipPauses(bool Skip);
