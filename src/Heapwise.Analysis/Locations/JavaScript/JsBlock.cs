namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>A range of tokens: the body of a function or of a class. The name is null for callbacks without one.</summary>
internal sealed record JsBlock(bool IsClass, string? Name, int First, int Last)
{
    public int Length => Last - First;

    public bool Contains(int token) => First <= token && token <= Last;
}
