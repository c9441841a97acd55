namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>A token of JavaScript or TypeScript. Line and column count from 1.</summary>
internal readonly record struct JsToken(JsTokenKind Kind, string Text, int Line, int Column, int Offset)
{
    private static readonly HashSet<string> AssignmentOperators = new(StringComparer.Ordinal) { "=", "||=", "??=", "&&=", "+=" };

    /// <summary>Operators that put a value into something that may grow.</summary>
    public bool IsAssignment => Kind == JsTokenKind.Punctuator && AssignmentOperators.Contains(Text);

    public bool IsDot => Is(".") || Is("?.");

    public bool IsOpening => Kind == JsTokenKind.Punctuator && Text is "(" or "[" or "{";

    public bool IsClosing => Kind == JsTokenKind.Punctuator && Text is ")" or "]" or "}";

    /// <summary>True for this name, keyword or punctuator, but not for a string or template of the same text.</summary>
    public bool Is(string text) => Kind is JsTokenKind.Punctuator or JsTokenKind.Name && Text == text;

    public bool IsName(string name) => Kind == JsTokenKind.Name && Text == name;
}
