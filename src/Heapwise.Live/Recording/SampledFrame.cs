namespace Heapwise.Live.Recording;

/// <summary>A function on a stack, and what it allocated itself when called this way.</summary>
/// <param name="Parent">Position of the caller in the list; -1 for the root.</param>
/// <param name="Function">Empty for an anonymous one; V8's own are in parentheses, such as <c>(root)</c>.</param>
/// <param name="Url">The script, a path or a <c>file:</c> URL; empty for V8's own.</param>
/// <param name="Line">Where the function begins, from 1; 0 where V8 does not know.</param>
/// <param name="Column">From 1; 0 where V8 does not know.</param>
/// <param name="SelfBytes">Bytes, an estimate.</param>
/// <param name="Samples">The number of samples behind the estimate.</param>
public readonly record struct SampledFrame(int Parent, string Function, string Url, int Line, int Column, long SelfBytes, long Samples);
