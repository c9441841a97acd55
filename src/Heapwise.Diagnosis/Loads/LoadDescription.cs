namespace Heapwise.Diagnosis.Loads;

/// <summary>What a load does in a round. Whoever shows it puts it into words.</summary>
public abstract record LoadDescription
{
    private LoadDescription()
    {
    }

    /// <param name="Count">Requests per round.</param>
    /// <param name="Request">Method and URL.</param>
    /// <param name="Concurrency">How many are in flight at the same time.</param>
    /// <param name="Varies">True where each request has its number in it.</param>
    public sealed record Requests(int Count, string Request, int Concurrency, bool Varies) : LoadDescription;

    /// <summary>A command of the user.</summary>
    public sealed record Command(string Text) : LoadDescription;

    /// <summary>Nothing: the program does its own work for this long.</summary>
    public sealed record OwnWork(TimeSpan Every) : LoadDescription;
}
