namespace Heapwise.Live.Attaching;

/// <summary>What attaching waits for right now: for the person who watches, and for the message when the time is up.</summary>
internal sealed class AttachSteps(int processId, IProgress<string>? watcher)
{
    private string _failed = "did not answer";
    private string _why = "";

    /// <param name="waiting">What is waited for, as it is shown meanwhile.</param>
    /// <param name="failed">What the process did not do, should the time be up: "did not …".</param>
    /// <param name="why">What may be the reason, and what to do.</param>
    public void Now(string waiting, string failed, string why)
    {
        (_failed, _why) = (failed, why);
        watcher?.Report($"pid {processId}: {waiting}");
    }

    public string Describe(TimeSpan timeout) => $"pid {processId} {_failed} within {timeout.TotalSeconds:0.#} s: {_why}";
}
