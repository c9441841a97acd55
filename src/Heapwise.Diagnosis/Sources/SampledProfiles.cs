using Heapwise.Analysis.Allocations;
using Heapwise.Live.Recording;

namespace Heapwise.Diagnosis.Sources;

/// <summary>Profiles of a target, as the analysis reads them.</summary>
public static class SampledProfiles
{
    public static AllocationProfile ToAllocationProfile(this SampledProfile profile) => ToAllocationProfile(profile.Frames);

    public static AllocationProfile ToAllocationProfile(IEnumerable<SampledFrame> frames) => new(
    [
        .. frames.Select(frame => new AllocationFrame(
            frame.Parent, frame.Function, frame.Url, frame.Line, frame.Column, frame.SelfBytes, frame.Samples)),
    ]);
}
