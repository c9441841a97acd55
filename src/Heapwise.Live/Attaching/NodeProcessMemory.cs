using Heapwise.Live.Processes;

namespace Heapwise.Live.Attaching;

/// <summary>The memory of a Node process and its limits, as they are visible from outside.</summary>
/// <param name="RssBytes">Resident memory.</param>
/// <param name="HeapLimitBytes"><c>--max-old-space-size</c> from the command line or <c>NODE_OPTIONS</c>; null where V8 chose.</param>
/// <param name="Cgroup">The tightest memory limit that applies to it, if there is one.</param>
public sealed record NodeProcessMemory(long RssBytes, long? HeapLimitBytes, CgroupMemory? Cgroup);
