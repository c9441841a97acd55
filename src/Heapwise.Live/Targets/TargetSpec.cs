using System.Globalization;
using System.Net;

namespace Heapwise.Live.Targets;

/// <summary>Which Node process is meant, as the user says it.</summary>
public abstract record TargetSpec
{
    private TargetSpec()
    {
    }

    /// <summary>The thread meant, as <c>worker_threads.threadId</c> says; null for the main thread.</summary>
    public int? Worker { get; init; }

    /// <summary>A process that runs on this machine.</summary>
    public sealed record RunningProcess(int ProcessId) : TargetSpec;

    /// <summary>An inspector that is already open: <c>http://HOST:PORT</c>, or the full <c>ws://…</c> address.</summary>
    public sealed record Inspector(Uri Address) : TargetSpec;

    /// <summary>
    /// A program to be started for this run and ended with it. Where the command starts several Node processes one after the other
    /// (npm, a build, the server), <see cref="ListensOn"/> tells which is meant; without it, the first that is not a known tool.
    /// </summary>
    public sealed record Command(string Program, IReadOnlyList<string> Arguments) : TargetSpec
    {
        /// <summary>Null: ours.</summary>
        public string? WorkingDirectory { get; init; }

        /// <summary>The port of this machine that the program meant will serve; null where it is not known.</summary>
        public int? ListensOn { get; init; }

        /// <summary>Whether the program is <c>node</c> itself, so that there is only one process to choose.</summary>
        public bool IsNode => Path.GetFileNameWithoutExtension(Program) is "node" or "nodejs";

        public string Text => string.Join(' ', [Program, .. Arguments]);
    }

    /// <summary>Reads what a person names a running program by: <c>PID</c>, an inspector's address, either followed by <c>/worker:N</c>.</summary>
    /// <exception cref="TargetException">It is neither.</exception>
    public static TargetSpec Parse(string text)
    {
        const string Mark = "/worker:";
        if (text.LastIndexOf(Mark, StringComparison.Ordinal) is > 0 and var at)
        {
            return int.TryParse(text[(at + Mark.Length)..], NumberStyles.None, CultureInfo.InvariantCulture, out var worker) && worker > 0
                ? Parse(text[..at]) with { Worker = worker }
                : throw new TargetException($"{text}: after {Mark} comes the thread's number, 1 or more");
        }

        if (text.Length > 0 && text.All(char.IsAsciiDigit))
        {
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var processId) && processId > 0
                ? new RunningProcess(processId)
                : throw new TargetException($"{text}: not a process id");
        }

        return text.Contains(':')
            ? ParseInspector(text)
            : throw new TargetException($"{text}: neither a process id nor an inspector's address (HOST:PORT). For a part of the program's name use --name {text}");
    }

    /// <summary>Reads <c>HOST:PORT</c>, <c>PORT</c>, <c>http://…</c> or <c>ws://…</c>.</summary>
    /// <exception cref="TargetException">It is none of them.</exception>
    public static Inspector ParseInspector(string text)
    {
        if (int.TryParse(text, out var port) && port is > 0 and <= IPEndPoint.MaxPort) return At("127.0.0.1", port);
        if (text.Contains("://", StringComparison.Ordinal))
        {
            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "ws" or "http" && address.Port > 0) return new Inspector(address);
        }
        else if (Uri.TryCreate($"http://{text}", UriKind.Absolute, out var place) && place is { AbsolutePath: "/", Query: "" } && text.EndsWith($":{place.Port}", StringComparison.Ordinal))
        {
            return At(place.Host, place.Port);
        }

        throw new TargetException($"{text}: not an inspector's address. Give HOST:PORT, such as 127.0.0.1:9229, or ws://… as Node prints it");
    }

    /// <summary>Takes what stands after <c>--</c> on the command line.</summary>
    /// <exception cref="TargetException">There is nothing.</exception>
    public static Command FromCommand(IReadOnlyList<string> words) =>
        words.Count > 0 && words[0].Length > 0
            ? new Command(words[0], [.. words.Skip(1)])
            : throw new TargetException("no program to start. Give it after --, such as -- node app.js");

    private static Inspector At(string host, int port) => new(new UriBuilder("http", host, port).Uri);
}
