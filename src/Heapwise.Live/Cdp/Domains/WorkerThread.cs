namespace Heapwise.Live.Cdp.Domains;

/// <summary>A worker thread with its own inspector session.</summary>
/// <param name="ThreadId">Its <c>worker_threads.threadId</c>.</param>
/// <param name="Session">How the main session addresses it.</param>
/// <param name="Title">As Node names it: <c>[worker 1] NAME</c>, or <c>Worker 1</c>.</param>
/// <param name="Script">Its script, as a URL.</param>
public sealed record WorkerThread(int ThreadId, string Session, string Title, string Script);
