namespace Heapwise.Live.Processes;

/// <summary>What a Node command line and its <c>NODE_OPTIONS</c> say about the inspector. As in Node, the last option wins.</summary>
/// <param name="Port">Where SIGUSR1 or the start opens it; 0 means any free port.</param>
/// <param name="IsOpenedAtStart"><c>--inspect</c>, <c>--inspect-brk</c> or <c>--inspect-wait</c> was given.</param>
internal readonly record struct InspectorArguments(int Port, bool IsOpenedAtStart)
{
    public const int DefaultPort = 9229;

    public static InspectorArguments Read(int processId) => Parse(ReadOptions(processId));

    /// <summary>Whether it waits for a debugger before its first line.</summary>
    public static bool WaitsForDebugger(int processId) => ReadOptions(processId)
        .TakeWhile(word => word.StartsWith('-')).Any(word => word.Split('=')[0] is "--inspect-brk" or "--inspect-wait");

    internal static InspectorArguments Parse(IReadOnlyList<string> arguments)
    {
        InspectorArguments found = new(DefaultPort, IsOpenedAtStart: false);
        for (var i = 0; i < arguments.Count && arguments[i].StartsWith('-'); i++)
        {
            var (name, value) = arguments[i].Split('=', 2) is [var left, var right] ? (left, right) : (arguments[i], null);
            if (value is null && i + 1 < arguments.Count && NodeArguments.TakesValue(name)) value = arguments[++i];
            var opens = name is "--inspect" or "--inspect-brk" or "--inspect-wait";
            if (opens || name is "--inspect-port" or "--debug-port")
                found = new InspectorArguments(ParsePort(value) ?? found.Port, opens || found.IsOpenedAtStart);
        }

        return found;
    }

    private static string[] ReadOptions(int processId) =>
    [
        .. (ProcText.FindVariable(processId, "NODE_OPTIONS") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
        .. ProcText.ReadArguments(processId).Skip(1),
    ];

    /// <summary><c>PORT</c>, <c>HOST:PORT</c> or <c>HOST</c>.</summary>
    private static int? ParsePort(string? value) => int.TryParse(value?[(value.LastIndexOf(':') + 1)..], out var port) ? port : null;
}
