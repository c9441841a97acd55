namespace Heapwise.Live.Cdp.Wire;

internal sealed record WireEnableWorkers(bool WaitForDebuggerOnStart);

internal sealed record WireAttachedToWorker(string SessionId, WireWorkerInfo WorkerInfo);

internal sealed record WireWorkerInfo(string WorkerId, string Title, string Url);

internal sealed record WireToWorker(string Message, string SessionId);

internal sealed record WireWorkerSession(string SessionId);
