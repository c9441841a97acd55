using System.Globalization;
using System.Net;

namespace Heapwise.Live.Targets;

/// <summary>Which Node process is meant, as the user specifies it.</summary>
public abstract record TargetSpec
{
    private const string WorkerMark = "/worker:";

    private TargetSpec()
    {
    }

    /// <summary>The worker thread meant, by its <c>worker_threads.threadId</c>; null for the main thread.</summary>
    public int? Worker { get; init; }

    /// <summary>A process that runs on this machine.</summary>
    public sealed record RunningProcess(int ProcessId) : TargetSpec;

    /// <summary>An inspector that is already open: <c>http://HOST:PORT</c>, or the full <c>ws://…</c> address.</summary>
    public sealed record Inspector(Uri Address) : TargetSpec;

    /// <summary>
    /// A program that is started for this run and ended with it. Where the command starts several Node processes one after the other
    /// (npm, a build, the server), <see cref="ListensOn"/> says which is meant; without it, the first that is not a known tool.
    /// </summary>
    public sealed record Command(string Program, IReadOnlyList<string> Arguments) : TargetSpec
    {
        /// <summary>Null: ours.</summary>
        public string? WorkingDirectory { get; init; }

        /// <summary>Variables that are added to our own environment, or replace those that it has.</summary>
        public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

        /// <summary>The port of this machine on which the program meant will listen; null where it is not known.</summary>
        public int? ListensOn { get; init; }

        /// <summary>Whether the program is <c>node</c> itself, so that there is only one process to choose.</summary>
        public bool IsNode => Path.GetFileNameWithoutExtension(Program) is "node" or "nodejs";

        public string Text => string.Join(' ', [Program, .. Arguments]);
    }

    /// <summary>
    /// Parses the name of a running program: a pid or an inspector's address, either of them followed by <c>/worker:N</c>.
    /// </summary>
    /// <exception cref="TargetException">It is neither.</exception>
    public static TargetSpec Parse(string text)
    {
        if (text.LastIndexOf(WorkerMark, StringComparison.Ordinal) is > 0 and var at)
        {
            var worker = ParseWorker(text, text[(at + WorkerMark.Length)..]);
            return Parse(text[..at]) with { Worker = worker };
        }

        if (text.Length > 0 && text.All(char.IsAsciiDigit)) return CreateProcess(text);
        if (text.Contains(':')) return ParseInspector(text);
        throw new TargetException(
            $"{text}: neither a process id nor an inspector's address (HOST:PORT). For a part of the program's name use --name {text}");
    }

    /// <summary>Parses a pid, which may be followed by <c>/worker:N</c>; null where it is none.</summary>
    /// <exception cref="TargetException">The thread has no number.</exception>
    public static TargetSpec? ParseProcess(string text)
    {
        var isProcess = text.Split('/')[0] is { Length: > 0 } id && id.All(char.IsAsciiDigit)
            && int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var processId) && processId > 0;
        return isProcess && (!text.Contains('/') || text.Contains(WorkerMark, StringComparison.Ordinal)) ? Parse(text) : null;
    }

    /// <summary>Parses <c>HOST:PORT</c>, <c>PORT</c>, <c>http://…</c> or <c>ws://…</c>.</summary>
    /// <exception cref="TargetException">It is none of them.</exception>
    public static Inspector ParseInspector(string text)
    {
        if (int.TryParse(text, out var port) && port is > 0 and <= IPEndPoint.MaxPort) return CreateInspector("127.0.0.1", port);
        if (text.Contains("://", StringComparison.Ordinal))
        {
            var isAddress = Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "ws" or "http" && address.Port > 0;
            if (isAddress) return new Inspector(address!); // parsed, or it would be no address
        }
        else if (Uri.TryCreate($"http://{text}", UriKind.Absolute, out var address)
            && address is { AbsolutePath: "/", Query: "" }
            && text.EndsWith($":{address.Port}", StringComparison.Ordinal))
        {
            return CreateInspector(address.Host, address.Port);
        }

        throw new TargetException(
            $"{text}: not an inspector's address. Give HOST:PORT, such as 127.0.0.1:9229, or ws://… as Node prints it");
    }

    /// <summary>From the words after <c>--</c> on the command line.</summary>
    /// <exception cref="TargetException">There are none.</exception>
    public static Command FromCommand(IReadOnlyList<string> words) =>
        words.Count > 0 && words[0].Length > 0
            ? new Command(words[0], [.. words.Skip(1)])
            : throw new TargetException("no program to start. Give it after --, such as -- node app.js");

    private static int ParseWorker(string text, string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var worker) && worker > 0
            ? worker
            : throw new TargetException($"{text}: {WorkerMark} must be followed by the thread's number, 1 or more");

    private static RunningProcess CreateProcess(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var processId) && processId > 0
            ? new RunningProcess(processId)
            : throw new TargetException($"{text}: not a process id");

    private static Inspector CreateInspector(string host, int port) => new(new UriBuilder("http", host, port).Uri);
}
