using Heapwise.Cli.Blocks;
using Heapwise.Cli.Renderers;

namespace Heapwise.Cli.LiveScreen;

/// <summary>
/// The whole window of a terminal, redrawn again and again on the alternate screen, so that the earlier content always comes back at
/// the end. Each frame overwrites the previous one line by line, which does not flicker.
/// </summary>
internal sealed class Screen : IDisposable
{
    private const string Enter = "\u001b[?1049h\u001b[?25l";
    private const string Leave = "\u001b[?25h\u001b[?1049l";

    private readonly TextWriter _writer;
    private readonly bool _color;

    public Screen(TextWriter writer, bool color)
    {
        _writer = writer;
        _color = color;
        _writer.Write(Enter);
        _writer.Flush();
    }

    /// <param name="lines">From the top; those that do not fit the window are left out.</param>
    /// <param name="width">Of the window, as <paramref name="height"/>.</param>
    /// <param name="height">See above.</param>
    public void Draw(IReadOnlyList<Cell> lines, int width, int height)
    {
        var frame = new System.Text.StringBuilder("\u001b[H");
        for (var i = 0; i < Math.Min(lines.Count, height); i++)
        {
            if (i > 0) frame.Append("\r\n");
            foreach (var piece in TableLayout.Cut(lines[i], width, Fit.CutEnd).Pieces) Append(frame, piece);
            frame.Append("\u001b[K");
        }

        _writer.Write(frame.Append("\u001b[J"));
        _writer.Flush();
    }

    public void Dispose()
    {
        _writer.Write(Leave);
        _writer.Flush();
    }

    private void Append(System.Text.StringBuilder frame, Piece piece)
    {
        var code = _color ? CodeOf(piece.Tone) : null;
        if (code is null) frame.Append(piece.Text);
        else frame.Append("\u001b[").Append(code).Append('m').Append(piece.Text).Append("\u001b[0m");
    }

    private static string? CodeOf(Tone tone) => tone switch
    {
        Tone.Strong or Tone.File => "1",
        Tone.Dim or Tone.Id => "2",
        Tone.Good => "32",
        Tone.Bad => "31",
        _ => null,
    };
}
