namespace Heapwise.Analysis.Locations.JavaScript;

internal enum JsTokenKind
{
    /// <summary>Identifiers, keywords and private names.</summary>
    Name,
    Number,
    String,
    Template,
    Regex,
    Punctuator,
}
