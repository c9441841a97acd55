using Heapwise.Cli.Formatting;

namespace Heapwise.Cli.Blocks;

/// <summary>Text with one meaning. Free of control characters, whatever it was made from.</summary>
internal readonly record struct Piece
{
    public Piece(string text, Tone tone = Tone.Normal)
    {
        Text = SafeText.OneLine(text);
        Tone = tone;
    }

    public string Text { get; }

    public Tone Tone { get; }

    public static implicit operator Piece(string text) => new(text);
}

/// <summary>What a piece of text means; each face shows it its own way.</summary>
internal enum Tone
{
    Normal,
    Strong,
    Dim,
    Good,
    Bad,

    /// <summary>A name from the program: text that may be anything.</summary>
    Code,

    /// <summary>The id of an object; Markdown must not take it for a person's name.</summary>
    Id,

    /// <summary>The name of a file that a page is about.</summary>
    File,
}
