namespace Heapwise.Live.Recording;

/// <summary>A file that a target opened.</summary>
/// <param name="Path">The file, by an absolute path.</param>
/// <param name="Calls">The calls that led to it, the innermost last.</param>
public sealed record OpenedFile(string Path, IReadOnlyList<OpeningCall> Calls);

/// <summary>A call on the way to a file's opening.</summary>
/// <param name="Function">The calling function; empty for one without a name.</param>
/// <param name="Script">Its script; empty for V8's own functions.</param>
/// <param name="Line">Line of the call, from 1; 0 where it is not known.</param>
/// <param name="Column">Column, from 1.</param>
public sealed record OpeningCall(string Function, string Script, int Line, int Column);
