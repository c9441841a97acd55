namespace Heapwise.Live.Processes;

/// <summary>What a Node command line and its <c>NODE_OPTIONS</c> say about the inspector; as in Node, the last one counts.</summary>
/// <param name="Port">Where SIGUSR1 or the start opens it; 0 stands for any free port.</param>
/// <param name="IsOpenedAtStart"><c>--inspect</c>, <c>--inspect-brk</c> or <c>--inspect-wait</c> was given.</param>
internal readonly record struct InspectorArguments(int Port, bool IsOpenedAtStart)
{
    public const int DefaultPort = 9229;

    /// <summary>Options whose value may be the next word: it is not the script at which Node's own options end.</summary>
    private static readonly string[] TakingValue =
    [
        "-r", "--require", "--import", "--loader", "--experimental-loader", "-C", "--conditions", "--env-file", "--title", "--inspect-port", "--debug-port",
        "--diagnostic-dir", "--heapsnapshot-near-heap-limit", "--heapsnapshot-signal", "--disable-warning", "--redirect-warnings", "--unhandled-rejections",
        "--report-dir", "--report-directory", "--report-filename", "--report-signal", "--trace-event-categories", "--watch-path", "--input-type",
    ];

    public static InspectorArguments Of(int processId) =>
        Parse([.. (ProcText.Variable(processId, "NODE_OPTIONS") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries), .. ProcText.Arguments(processId).Skip(1)]);

    /// <summary>Whether the next word belongs to this one.</summary>
    public static bool TakesValue(string argument) => TakingValue.Contains(argument);

    internal static InspectorArguments Parse(IReadOnlyList<string> arguments)
    {
        InspectorArguments found = new(DefaultPort, IsOpenedAtStart: false);
        for (var i = 0; i < arguments.Count && arguments[i].StartsWith('-'); i++)
        {
            var (name, value) = arguments[i].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[i], null);
            if (value is null && i + 1 < arguments.Count && TakingValue.Contains(name)) value = arguments[++i];
            var opens = name is "--inspect" or "--inspect-brk" or "--inspect-wait";
            if (opens || name is "--inspect-port" or "--debug-port")
                found = new InspectorArguments(ParsePort(value) ?? found.Port, opens || found.IsOpenedAtStart);
        }

        return found;
    }

    /// <summary><c>PORT</c>, <c>HOST:PORT</c> or <c>HOST</c>.</summary>
    private static int? ParsePort(string? value) => int.TryParse(value?[(value.LastIndexOf(':') + 1)..], out var port) ? port : null;
}
