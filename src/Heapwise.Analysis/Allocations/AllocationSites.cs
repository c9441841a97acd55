namespace Heapwise.Analysis.Allocations;

/// <summary>Which functions allocate, over all stacks: frames of one function and location are one site.</summary>
public static class AllocationSites
{
    /// <summary>
    /// Those that allocated anything themselves, most bytes first. A frame adds to its site's total unless the site is on its stack
    /// already, so that recursion counts once. Cost: a walk up the stack for each frame; V8 bounds stacks at 128 frames.
    /// </summary>
    public static IReadOnlyList<AllocationSite> From(AllocationProfile profile)
    {
        var frames = profile.Frames;
        var known = new Dictionary<(string Function, string File, int Line, int Column), int>();
        var sites = new List<AllocationSite>();
        var siteOf = new int[frames.Count];
        for (var i = 0; i < frames.Count; i++)
        {
            var frame = frames[i];
            var key = (frame.Function, frame.File, frame.Line, frame.Column);
            if (!known.TryGetValue(key, out siteOf[i]))
            {
                known.Add(key, siteOf[i] = sites.Count);
                sites.Add(new AllocationSite(frame, 0, 0, 0));
            }

            var caller = frame.Parent;
            while (caller >= 0 && siteOf[caller] != siteOf[i]) caller = frames[caller].Parent;
            var site = sites[siteOf[i]];
            sites[siteOf[i]] = site with
            {
                SelfBytes = site.SelfBytes + frame.SelfBytes,
                TotalBytes = site.TotalBytes + (caller < 0 ? profile.TotalBytesOf(i) : 0),
                Count = site.Count + frame.SelfCount,
            };
        }

        return [.. sites.Where(site => site.SelfBytes > 0).OrderByDescending(site => site.SelfBytes)]; // a stable sort
    }
}
