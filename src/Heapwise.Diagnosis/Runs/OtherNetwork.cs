namespace Heapwise.Diagnosis.Runs;

/// <summary>What to do about a load whose target has a network of its own, as in a container.</summary>
internal static class OtherNetwork
{
    public static string Advice(int processId) =>
        $"pid {processId} runs in its own network (a container), so localhost is another place there. "
        + "Give the address at which its port is published: --load http://HOST:PORT/. "
        + $"Or run heapwise in that network: nsenter -t {processId} -n heapwise …";
}
