using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Allocations;

/// <summary>
/// Allocations as a tree of calls, parents before their children, the root first. Its depth costs nothing: everything here walks the list,
/// not the tree. Cost: a few passes over the frames, 16 bytes each.
/// </summary>
public sealed class AllocationProfile
{
    private readonly long[] _totalBytes;
    private readonly long[] _totalCounts;

    /// <exception cref="ArgumentException">A parent does not precede its child.</exception>
    public AllocationProfile(IReadOnlyList<AllocationFrame> frames)
    {
        Frames = frames;
        _totalBytes = new long[frames.Count];
        _totalCounts = new long[frames.Count];
        for (var i = frames.Count - 1; i >= 0; i--)
        {
            var parent = frames[i].Parent;
            if (parent >= i || (parent < 0) != (i == 0)) throw new ArgumentException($"frame {i} has parent {parent}", nameof(frames));
            _totalBytes[i] += frames[i].SelfBytes;
            _totalCounts[i] += frames[i].SelfCount;
            if (parent < 0) continue;
            _totalBytes[parent] += _totalBytes[i];
            _totalCounts[parent] += _totalCounts[i];
        }
    }

    public IReadOnlyList<AllocationFrame> Frames { get; }

    /// <summary>Bytes of all frames.</summary>
    public long TotalBytes => _totalBytes.Length == 0 ? 0 : _totalBytes[0];

    /// <summary>Objects, or samples, of all frames.</summary>
    public long TotalCount => _totalCounts.Length == 0 ? 0 : _totalCounts[0];

    /// <summary>Bytes that the frame and those below it allocated.</summary>
    public long TotalBytesOf(int frame) => _totalBytes[frame];

    public long TotalCountOf(int frame) => _totalCounts[frame];

    /// <summary>
    /// Attributes what functions of Node and of libraries allocated to the function of the application that called them. If none did,
    /// nothing changes.
    /// </summary>
    public AllocationProfile AttributedToApplication() => AttributedTo(frame => frame.Owner == CodeOwner.Application);

    /// <summary>
    /// Attributes what built-in functions such as <c>push</c> allocated to the function that called them: they have no location.
    /// </summary>
    public AllocationProfile AttributedToScripts() => AttributedTo(frame => frame.File.Length > 0);

    private AllocationProfile AttributedTo(Func<AllocationFrame, bool> counts)
    {
        var self = new long[Frames.Count];
        var number = new long[Frames.Count];
        var owner = new int[Frames.Count]; // the nearest frame that counts, from the frame itself upwards; -1 for none
        for (var i = 0; i < Frames.Count; i++)
        {
            var frame = Frames[i];
            owner[i] = counts(frame) ? i : frame.Parent < 0 ? -1 : owner[frame.Parent];
            var to = owner[i] < 0 ? i : owner[i];
            self[to] += frame.SelfBytes;
            number[to] += frame.SelfCount;
        }

        return new AllocationProfile([.. Frames.Select((frame, i) => frame with { SelfBytes = self[i], SelfCount = number[i] })]);
    }
}
