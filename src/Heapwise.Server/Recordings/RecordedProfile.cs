using System.Text.Json;
using Heapwise.Analysis.Allocations;
using Heapwise.Analysis.Retention.Names;
using Heapwise.Server.Requests;

namespace Heapwise.Server.Recordings;

/// <summary>A tree of calls with what each allocated, parents before their children.</summary>
public sealed record RecordedProfile(string Id, string Name, long TotalBytes, IReadOnlyList<RecordedFrame> Frames)
{
    /// <param name="id">The source; empty in a report.</param>
    /// <param name="name">As it is shown.</param>
    /// <param name="profile">What was recorded.</param>
    public static RecordedProfile From(string id, string name, AllocationProfile profile) => new(
        id, name, profile.TotalBytes, [.. profile.Frames.Select((frame, i) => RecordedFrame.From(frame, profile.TotalBytesOf(i)))]);

}

/// <summary>A function on a stack.</summary>
public sealed record RecordedFrame
{
    /// <summary>Position of the caller; -1 for the root.</summary>
    public required int Parent { get; init; }

    public required string Function { get; init; }

    /// <summary>Null for V8's own.</summary>
    public required string? File { get; init; }

    public required int? Line { get; init; }

    /// <summary><c>application</c>, <c>library</c> or <c>runtime</c>.</summary>
    public required string Owner { get; init; }

    public required long SelfBytes { get; init; }

    public required long TotalBytes { get; init; }

    internal static RecordedFrame From(AllocationFrame frame, long totalBytes) => new()
    {
        Parent = frame.Parent,
        Function = frame.Name,
        File = frame.File.Length > 0 ? CodeOrigin.FilePathOf(frame.File) : null,
        Line = frame.Line > 0 ? frame.Line : null,
        Owner = frame.Owner switch
        {
            CodeOwner.Application => "application",
            CodeOwner.Library => "library",
            _ => "runtime",
        },
        SelfBytes = frame.SelfBytes,
        TotalBytes = totalBytes,
    };
}

/// <summary>Reads a <c>.heapprofile</c>, the format of V8's sampling profiler.</summary>
internal static class ProfileReader
{
    /// <summary>Stacks are as deep as the program's: V8 stops at some ten thousand.</summary>
    private const int MaxDepth = 100_000;

    private const long MaxBytes = 500_000_000;

    /// <exception cref="RequestRefusedException">It is no such file.</exception>
    public static AllocationProfile Read(string path)
    {
        if (new FileInfo(path).Length > MaxBytes)
            throw new RequestRefusedException($"{Path.GetFileName(path)}: too large for a .heapprofile", 422);
        try
        {
            using var file = File.OpenRead(path);
            using var document = JsonDocument.Parse(file, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var frames = new List<AllocationFrame>();
            var waiting = new Stack<(JsonElement Node, int Parent)>([(document.RootElement.GetProperty("head"), -1)]);
            while (waiting.TryPop(out var at))
            {
                frames.Add(FrameOf(at.Node, at.Parent));
                var parent = frames.Count - 1;
                if (!at.Node.TryGetProperty("children", out var children)) continue;
                foreach (var child in children.EnumerateArray().Reverse()) waiting.Push((child, parent));
            }

            return new AllocationProfile(frames);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new RequestRefusedException($"{Path.GetFileName(path)}: not a whole .heapprofile: {problem.Message}", 422);
        }
    }

    private static AllocationFrame FrameOf(JsonElement node, int parent)
    {
        var call = node.GetProperty("callFrame");
        return new AllocationFrame(
            parent,
            call.GetProperty("functionName").GetString() ?? "",
            call.GetProperty("url").GetString() ?? "",
            call.GetProperty("lineNumber").GetInt32() + 1,
            call.GetProperty("columnNumber").GetInt32() + 1,
            (long)node.GetProperty("selfSize").GetDouble(),
            0);
    }
}
