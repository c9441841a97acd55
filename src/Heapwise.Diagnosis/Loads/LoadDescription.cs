namespace Heapwise.Diagnosis.Loads;

/// <summary>What a load does in a round, for whoever puts it in words.</summary>
public abstract record LoadDescription
{
    private LoadDescription()
    {
    }

    /// <param name="Count">Requests a round.</param>
    /// <param name="Request">Method and URL.</param>
    /// <param name="Concurrency">Under way at a time.</param>
    public sealed record Requests(int Count, string Request, int Concurrency) : LoadDescription;

    /// <summary>A command of the user's.</summary>
    public sealed record Command(string Text) : LoadDescription;

    /// <summary>Nothing: the program does its own work for this long.</summary>
    public sealed record OwnWork(TimeSpan Every) : LoadDescription;
}
