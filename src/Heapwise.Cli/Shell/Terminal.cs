using System.Globalization;
using System.Text;

namespace Heapwise.Cli.Shell;

/// <summary>
/// The surroundings of a run: data goes to <see cref="Output"/>, progress and errors go to <see cref="Error"/>.
/// Tests bring their own. Whoever creates it owns the streams.
/// </summary>
internal sealed class Terminal
{
    /// <summary>Columns where the width of the reader's window is unknown: a file or a pipe.</summary>
    public const int DefaultWidth = 120;

    private int? _width;

    /// <summary>A reader that goes away (a closed pipe) is not an error: what it does not read is dropped.</summary>
    public required Stream Output { get; init; }

    /// <summary>True once that has happened: endless commands end then.</summary>
    public Func<bool> ReaderIsGone { get; init; } = () => false;

    public required TextWriter Error { get; init; }

    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of text. Read only where text is laid out: the query makes .NET write to the terminal.</summary>
    public int Width
    {
        get => _width ??= WidthOf(OutputIsTerminal, Variable("COLUMNS"));
        init => _width = value;
    }

    /// <summary>Columns and lines of the window now; they may change while we draw.</summary>
    public Func<(int Width, int Height)> Window { get; init; } = () => (80, 24);

    /// <summary>The next key that was pressed, without waiting; null where there is none, or no keyboard.</summary>
    public Func<char?> Key { get; init; } = () => null;

    /// <summary>Environment variables.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>Cancelled where a person who has stopped the run does not even wait for what that keeps.</summary>
    public CancellationToken Hurry { get; init; }

    /// <summary>Has SIGHUP do this instead of ending the run, as long as what is returned is held.</summary>
    public Func<Action, IDisposable> OnHangUp { get; init; } = _ => new MemoryStream();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Work to start once the person has the answer.</summary>
    public IList<Action> AfterAnswer { get; } = [];

    /// <summary>Colours are for people: never into a file or a pipe, and not where NO_COLOR is set (no-color.org).</summary>
    public bool WantsColor => OutputIsTerminal && string.IsNullOrEmpty(Variable("NO_COLOR")) && Variable("TERM") != "dumb";

    public static Terminal OfProcess(StopSignals signals)
    {
        var output = Console.OpenStandardOutput();
        return new Terminal
        {
            Output = Console.IsOutputRedirected ? output : new TerminalStream(output),
            ReaderIsGone = () => OutputReader.IsGone(OutputReader.StandardOutput),
            Error = new StreamWriter(new TerminalStream(Console.OpenStandardError()), new UTF8Encoding(false)) { AutoFlush = true },
            OutputIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Window = () => (Known(Console.WindowWidth, 80), Known(Console.WindowHeight, 24)), // a terminal may not know its size
            Key = Console.IsInputRedirected ? () => null : PressedKey,
            Hurry = signals.Hurry,
            OnHangUp = signals.OnHangUp,
            Variable = Environment.GetEnvironmentVariable,
        };
    }

    private static int Known(int size, int otherwise) => size > 0 ? size : otherwise;

    private static char? PressedKey()
    {
        try
        {
            return Console.KeyAvailable ? Console.ReadKey(intercept: true).KeyChar : null;
        }
        catch (Exception problem) when (problem is IOException or InvalidOperationException)
        {
            return null; // the terminal is gone
        }
    }

    private static int WidthOf(bool isTerminal, string? columns)
    {
        // COLUMNS is an explicit wish of a person or a script where it was exported; the window comes next.
        if (int.TryParse(columns, NumberStyles.None, CultureInfo.InvariantCulture, out var requested) && requested > 0) return requested;
        if (isTerminal && Console.WindowWidth is > 0 and var window) return window;
        return DefaultWidth;
    }
}
