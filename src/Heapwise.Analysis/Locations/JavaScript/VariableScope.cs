namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>Where a variable is declared, and the tokens that see it: a block, a function, or the whole script.</summary>
/// <param name="Declaration">Position of its name in the declaration.</param>
/// <param name="First">The first token of the scope.</param>
/// <param name="Last">The last one.</param>
internal sealed record VariableScope(int Declaration, int First, int Last)
{
    public int Length => Last - First;

    public bool Contains(int token) => First <= token && token <= Last;
}
