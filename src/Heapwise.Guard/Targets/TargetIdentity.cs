using System.Globalization;
using Heapwise.Live.Attaching;
using Heapwise.Live.Processes;
using Heapwise.Store.Records;

namespace Heapwise.Guard.Targets;

/// <summary>Which process, or which worker thread of it, among all hosts, containers and times.</summary>
/// <param name="Host">The name of its machine or pod.</param>
/// <param name="Boot">When that machine started, as a short id: pids and times begin anew then.</param>
/// <param name="Node">The process.</param>
/// <param name="Thread">The worker thread; null for the main thread and the process as a whole.</param>
public sealed record TargetIdentity(string Host, string Boot, NodeSighting Node, ThreadSighting? Thread = null)
{
    private const string ThreadMark = "/thread:";

    /// <summary>Unique over hosts, containers and restarts; the same for a guard that is started again.</summary>
    public string Key { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{Host}/{(Node.Container.Length > 0 ? Node.Container + "/" : "")}{Node.ProcessId}@{Boot}-{Node.Start}")
        + (Thread is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{ThreadMark}{Thread.Id}-{Thread.Start}"));

    /// <summary>What a person calls it: <c>server.js</c>, or its command line.</summary>
    public string Name { get; } = Node.Script is { } script ? Path.GetFileName(script) : Node.Command;

    /// <summary>The same for its successors after a restart: the program, where it runs.</summary>
    public string Program { get; } = $"{Host}/{Node.Command}";

    /// <summary>How long it has run.</summary>
    public TimeSpan Age => Thread is null ? ProcTime.ReadAge(Node.ProcessId) : ProcTime.ReadAge(Node.ProcessId, Thread.Id);

    /// <summary>One that the history knows.</summary>
    public static TargetIdentity Of(StoredTarget stored)
    {
        var (process, thread) = stored.Key.IndexOf(ThreadMark, StringComparison.Ordinal) is >= 0 and var at
            ? (stored.Key[..at], Split(stored.Key[(at + ThreadMark.Length)..]))
            : (stored.Key, null);
        var (id, start) = Halves(process[(process.LastIndexOf('@') + 1)..]);
        var node = new NodeSighting(stored.ProcessId, Number(start), 0, stored.Name, stored.Command, stored.Container);
        return new TargetIdentity(stored.Host, id, node, thread);

        static ThreadSighting Split(string text)
        {
            var (id, start) = Halves(text);
            return new ThreadSighting((int)Number(id), Number(start));
        }

        static (string, string) Halves(string text) =>
            text.LastIndexOf('-') is >= 0 and var at ? (text[..at], text[(at + 1)..]) : (text, "");

        static long Number(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    /// <summary>Whether it still runs.</summary>
    public bool IsThere() => Node.IsThere() && Thread?.IsThere(Node.ProcessId) != false;

    /// <summary>For a sentence: <c>server.js (pid 4711)</c>, <c>server.js (pid 4711, thread 4722)</c>.</summary>
    public override string ToString() => Describe(Name, Node.ProcessId, Thread?.Id);

    /// <summary>The same from its parts.</summary>
    public static string Describe(string name, int processId, int? threadId) => string.Create(
        CultureInfo.InvariantCulture, $"{name} (pid {processId}{(threadId is { } id ? $", thread {id}" : "")})");
}
