namespace Heapwise.Live.Sessions;

/// <summary>What V8 has once in each thread, for all sessions together: whoever stops first ends it for everybody.</summary>
internal enum TargetClaim
{
    /// <summary>The sampling of allocations.</summary>
    Sampling,

    /// <summary>The tracking of all allocations, which also counts objects.</summary>
    Tracking,
}
