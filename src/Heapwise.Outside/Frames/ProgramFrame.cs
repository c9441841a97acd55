namespace Heapwise.Outside.Frames;

/// <summary>A call of a JavaScript function that has not returned.</summary>
/// <param name="Function">The function's name, or what V8 calls it after; empty if it has none.</param>
/// <param name="File">The script's name, as V8 has it: a path or a URL; empty for one without.</param>
/// <param name="Line">Where the function begins, from 1; null if that is not known.</param>
/// <param name="Column">The same, from 1.</param>
public sealed record ProgramFrame(string Function, string File, int? Line, int? Column);
