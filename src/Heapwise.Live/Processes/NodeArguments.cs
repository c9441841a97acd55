using System.Globalization;

namespace Heapwise.Live.Processes;

/// <summary>What a Node command line says about the program (see <see cref="InspectorArguments"/> for its inspector).</summary>
internal static class NodeArguments
{
    /// <summary>Options whose value may be the next word, which is then not the script at which Node's own options end.</summary>
    private static readonly string[] TakingValue =
    [
        "-r", "--require", "--import", "--loader", "--experimental-loader", "-C", "--conditions", "--env-file", "--title",
        "--inspect-port", "--debug-port", "--diagnostic-dir", "--heapsnapshot-near-heap-limit", "--heapsnapshot-signal",
        "--disable-warning", "--redirect-warnings", "--unhandled-rejections", "--report-dir", "--report-directory",
        "--report-filename", "--report-signal", "--trace-event-categories", "--watch-path", "--input-type",
    ];

    private static readonly string[] HeapLimits = ["--max-old-space-size", "--max_old_space_size"];

    /// <summary>Whether the next word is the value of this option.</summary>
    public static bool TakesValue(string argument) => TakingValue.Contains(argument);

    /// <summary>
    /// The main script: the first word after Node's own options. Null where the program is given as text (<c>-e</c>, <c>-p</c>) or there is
    /// none.
    /// </summary>
    /// <param name="arguments">The command line, starting with the executable.</param>
    public static string? FindScript(IReadOnlyList<string> arguments)
    {
        for (var i = 1; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument is "-e" or "--eval" or "-p" or "--print" or "-pe" or "-i" or "--interactive") return null;
            if (argument == "--") return i + 1 < arguments.Count ? arguments[i + 1] : null;
            if (!argument.StartsWith('-') || argument == "-") return argument;
            if (TakesValue(argument)) i++;
        }

        return null;
    }

    /// <summary>
    /// The limit of V8's old generation in bytes. The command line overrides <c>NODE_OPTIONS</c>, and a later option overrides an earlier
    /// one.
    /// </summary>
    public static long? FindHeapLimit(IReadOnlyList<string> arguments, string? nodeOptions)
    {
        long? limit = null;
        string[] words =
        [
            .. (nodeOptions ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
            .. arguments.Skip(1).TakeWhile(word => word.StartsWith('-') || char.IsAsciiDigit(word[0])),
        ];
        for (var i = 0; i < words.Length; i++)
        {
            var (name, value) = words[i].Split('=', 2) is [var left, var right]
                ? (left, right)
                : (words[i], words.ElementAtOrDefault(i + 1));
            if (HeapLimits.Contains(name) && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var megabytes))
                limit = megabytes * 1024 * 1024;
        }

        return limit;
    }
}
