using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Allocations;

/// <summary>A function on a stack, and what it allocated itself when called this way.</summary>
/// <param name="Parent">Position of the caller; -1 for the root.</param>
/// <param name="Function">Empty for an anonymous one; V8's own are in parentheses.</param>
/// <param name="File">The script as V8 names it; empty for V8's own.</param>
/// <param name="Line">Where the function begins, from 1; 0 if that is not known.</param>
/// <param name="Column">From 1; 0 if that is not known.</param>
/// <param name="SelfBytes">Bytes.</param>
/// <param name="SelfCount">Objects, or the samples that the bytes are based on.</param>
public readonly record struct AllocationFrame(
    int Parent, string Function, string File, int Line, int Column, long SelfBytes, long SelfCount)
{
    public CodeOwner Owner => CodeOrigin.OwnerOf(File);

    /// <summary>What a person calls it.</summary>
    public string Name => Function.Length > 0 ? Function : "(anonymous)";
}
