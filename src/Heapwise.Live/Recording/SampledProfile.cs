using System.Text.Json;

namespace Heapwise.Live.Recording;

/// <summary>
/// V8's sampling profile: <c>head {callFrame {functionName, url, lineNumber, columnNumber}, selfSize, id, children}</c> and
/// <c>samples [{size, nodeId, ordinal}]</c>. Ordinals number all samples taken, so the largest one is their count. The tree is read with an
/// explicit stack, so that its depth does not matter.
/// </summary>
/// <param name="Frames">The tree of calls: parents before their children, the root first.</param>
/// <param name="Samples">The samples in the profile.</param>
/// <param name="SamplesTaken">The samples that V8 took, including those of objects that are gone.</param>
public sealed record SampledProfile(IReadOnlyList<SampledFrame> Frames, long Samples, long SamplesTaken)
{
    /// <exception cref="JsonException">It is not such a profile.</exception>
    internal static SampledProfile Read(JsonElement profile)
    {
        try
        {
            var (countsByNode, samples, taken) = ReadSamples(profile);
            var frames = new List<SampledFrame>();
            var open = new Stack<(JsonElement Node, int Parent)>();
            open.Push((profile.GetProperty("head"), -1));
            while (open.TryPop(out var next))
            {
                var (node, parent) = next;
                frames.Add(ReadFrame(node, parent, countsByNode.GetValueOrDefault(node.GetProperty("id").GetInt64())));
                if (!node.TryGetProperty("children", out var children)) continue;
                var at = frames.Count - 1;
                foreach (var child in children.EnumerateArray().Reverse()) open.Push((child, at)); // popped in their own order
            }

            return new SampledProfile(frames, samples, taken);
        }
        catch (Exception problem) when (problem is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new JsonException("not a sampling profile", problem);
        }
    }

    private static SampledFrame ReadFrame(JsonElement node, int parent, long samples)
    {
        var frame = node.GetProperty("callFrame");
        return new SampledFrame(
            parent,
            frame.GetProperty("functionName").GetString() ?? "",
            frame.GetProperty("url").GetString() ?? "",
            frame.GetProperty("lineNumber").GetInt32() + 1, // -1: unknown
            frame.GetProperty("columnNumber").GetInt32() + 1,
            (long)node.GetProperty("selfSize").GetDouble(),
            samples);
    }

    private static (Dictionary<long, long> CountsByNode, long Count, long Taken) ReadSamples(JsonElement profile)
    {
        Dictionary<long, long> countsByNode = [];
        long count = 0, taken = 0;
        if (profile.TryGetProperty("samples", out var samples))
        {
            foreach (var sample in samples.EnumerateArray())
            {
                var node = sample.GetProperty("nodeId").GetInt64();
                countsByNode[node] = countsByNode.GetValueOrDefault(node) + 1;
                taken = Math.Max(taken, (long)sample.GetProperty("ordinal").GetDouble());
                count++;
            }
        }

        return (countsByNode, count, Math.Max(count, taken));
    }
}
