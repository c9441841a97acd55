using Heapwise.Cli.Formatting;

namespace Heapwise.Cli.Blocks;

/// <summary>Text with one meaning, always free of control characters.</summary>
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

/// <summary>What a piece of text means; each renderer shows it in its own way.</summary>
internal enum Tone
{
    Normal,
    Strong,
    Dim,
    Good,
    Bad,

    /// <summary>A name from the program, which may be any text.</summary>
    Code,

    /// <summary>The id of an object; in Markdown it must not become a mention.</summary>
    Id,

    /// <summary>The name of a file that a page is about.</summary>
    File,
}
