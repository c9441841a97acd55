namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>A statement that may make a named thing grow.</summary>
/// <param name="Token">The first token of the reference.</param>
/// <param name="Form">How it grows.</param>
/// <param name="Verb">The method called, or the property assigned to; empty for other assignments.</param>
/// <param name="IsNested">True if what grows is reached through an entry: <c>users.get(id).push(x)</c>.</param>
/// <param name="FirstArgument">The first token after the opening parenthesis of a call; -1 for assignments.</param>
/// <param name="At">Position of the reference's first token.</param>
/// <param name="End">Position of the last token of the call, or of the assignment's line.</param>
internal sealed record GrowthStatement(JsToken Token, GrowthForm Form, string Verb, bool IsNested, int FirstArgument, int At, int End);
