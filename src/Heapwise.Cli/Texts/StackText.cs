using System.Globalization;
using Heapwise.Cli.Formatting;

namespace Heapwise.Cli.Texts;

/// <summary>Calls of JavaScript functions in words.</summary>
internal static class StackText
{
    private const int MaxCalls = 3;

    /// <summary>Whether a script is Node's own.</summary>
    public static bool IsOfNode(string file) => file.StartsWith("node:", StringComparison.Ordinal);

    public static string NameOf(string function) => function.Length > 0 ? function : "(anonymous)";

    /// <summary>Where a function begins; empty if that is not known.</summary>
    public static string PlaceOf(string file, int? line, int? column)
    {
        if (file.StartsWith("file:///", StringComparison.Ordinal)) file = Uri.UnescapeDataString(file["file://".Length..]);
        if (Path.IsPathFullyQualified(file)) file = ShortPath.Of(file);
        return line is null || file.Length == 0 ? file : string.Create(CultureInfo.InvariantCulture, $"{file}:{line}:{column}");
    }

    /// <summary>
    /// The innermost calls of the program in a line, <c>parse (app.js:3:1) in handle (app.js:9:5)</c>; empty if there are none.
    /// </summary>
    /// <param name="frames">Function, file, line and column of each call, the innermost first.</param>
    public static string InLine(IEnumerable<(string Function, string File, int? Line, int? Column)> frames)
    {
        var calls = frames.Where(frame => frame.File.Length > 0 && !IsOfNode(frame.File)).Distinct().Take(MaxCalls)
            .Select(frame => $"{NameOf(frame.Function)} ({PlaceOf(frame.File, frame.Line, frame.Column)})");
        return string.Join(" in ", calls);
    }
}
