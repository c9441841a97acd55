using System.Text.Json;

namespace Heapwise.Live.Recording;

/// <summary>
/// Reads V8's sampling profile: <c>head {callFrame {functionName, url, lineNumber, columnNumber}, selfSize, id, children}</c> and
/// <c>samples [{size, nodeId, ordinal}]</c>. Ordinals number all samples taken, so the largest tells how many there were. Walks the
/// tree with a stack of its own: depth costs nothing.
/// </summary>
internal static class SampledProfile
{
    /// <exception cref="JsonException">It is not such a profile.</exception>
    public static (IReadOnlyList<SampledFrame> Frames, long Samples, long SamplesTaken) Read(JsonElement profile)
    {
        try
        {
            var (counts, samples, taken) = ReadSamples(profile);
            var frames = new List<SampledFrame>();
            var open = new Stack<(JsonElement Node, int Parent)>();
            open.Push((profile.GetProperty("head"), -1));
            while (open.TryPop(out var next))
            {
                var (node, parent) = next;
                var frame = node.GetProperty("callFrame");
                frames.Add(new SampledFrame(
                    parent,
                    frame.GetProperty("functionName").GetString() ?? "",
                    frame.GetProperty("url").GetString() ?? "",
                    frame.GetProperty("lineNumber").GetInt32() + 1, // -1: unknown
                    frame.GetProperty("columnNumber").GetInt32() + 1,
                    (long)node.GetProperty("selfSize").GetDouble(),
                    counts.GetValueOrDefault(node.GetProperty("id").GetInt64())));
                if (!node.TryGetProperty("children", out var children)) continue;
                var at = frames.Count - 1;
                foreach (var child in children.EnumerateArray().Reverse()) open.Push((child, at)); // so that they come in their order
            }

            return (frames, samples, taken);
        }
        catch (Exception problem) when (problem is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new JsonException("not a sampling profile", problem);
        }
    }

    private static (Dictionary<long, long> OfNode, long Count, long Taken) ReadSamples(JsonElement profile)
    {
        Dictionary<long, long> ofNode = [];
        long count = 0, taken = 0;
        if (profile.TryGetProperty("samples", out var samples))
        {
            foreach (var sample in samples.EnumerateArray())
            {
                var node = sample.GetProperty("nodeId").GetInt64();
                ofNode[node] = ofNode.GetValueOrDefault(node) + 1;
                taken = Math.Max(taken, (long)sample.GetProperty("ordinal").GetDouble());
                count++;
            }
        }

        return (ofNode, count, Math.Max(count, taken));
    }
}
