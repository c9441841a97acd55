using Heapwise.Analysis.Allocations;
using Heapwise.Live.Recording;

namespace Heapwise.Diagnosis.Sources;

/// <summary>Sampled allocations of a target, as the analysis reads them.</summary>
public static class SampledProfiles
{
    public static AllocationProfile ToProfile(this IEnumerable<SampledFrame> frames) => new(
    [
        .. frames.Select(frame => new AllocationFrame(
            frame.Parent, frame.Function, frame.Url, frame.Line, frame.Column, frame.SelfBytes, frame.Samples)),
    ]);
}
