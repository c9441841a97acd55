namespace Heapwise.Analysis.Leaks.Patterns;

/// <summary>A part of Node's API that keeps what a program registers or opens until the program ends it.</summary>
public enum NodeApi
{
    /// <summary>Marks and measures: <c>performance.mark</c>, <c>performance.measure</c>.</summary>
    PerformanceTimeline,

    /// <summary><c>new PerformanceObserver</c> that observes.</summary>
    PerformanceObserver,

    /// <summary><c>async_hooks.createHook</c>, enabled.</summary>
    AsyncHook,

    /// <summary>Open ports of a <c>MessageChannel</c>.</summary>
    MessagePort,

    BroadcastChannel,

    /// <summary>Worker threads that run.</summary>
    Worker,
}
