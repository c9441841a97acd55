namespace Heapwise.Cli.Texts;

/// <summary>The headings of a path, and what a variable is called.</summary>
internal sealed record PathText(string Through, string To, string Id, string Retained, string Code, string Variable);
