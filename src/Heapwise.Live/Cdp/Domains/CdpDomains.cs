namespace Heapwise.Live.Cdp.Domains;

/// <summary>The inspector's domains that Heapwise uses, as properties of a connection.</summary>
public static class CdpDomains
{
    extension(CdpConnection connection)
    {
        public RuntimeDomain Runtime => new(connection);

        public HeapProfilerDomain HeapProfiler => new(connection);

        internal NodeWorkerDomain NodeWorker => new(connection);

        internal ProfilerDomain Profiler => new(connection);

        internal DebuggerDomain Debugger => new(connection);
    }
}
