using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Heapwise.Server.Events;

/// <summary>
/// News for all open pages. A page that does not keep up loses the oldest: each event says how things are, not what changed, so nothing is
/// lost that a later one does not say.
/// </summary>
public sealed class EventHub
{
    private const int MaxWaiting = 256;

    private readonly Lock _lock = new();
    private readonly List<Channel<PageEvent>> _pages = [];

    public bool HasPages
    {
        get
        {
            lock (_lock) return _pages.Count > 0;
        }
    }

    public void Publish(PageEvent news)
    {
        lock (_lock)
        {
            foreach (var page in _pages) page.Writer.TryWrite(news);
        }
    }

    /// <summary>The news of one page until the token is cancelled.</summary>
    public async IAsyncEnumerable<PageEvent> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var page = Channel.CreateBounded<PageEvent>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock) _pages.Add(page);
        try
        {
            await foreach (var news in page.Reader.ReadAllAsync(cancellation)) yield return news;
        }
        finally
        {
            lock (_lock) _pages.Remove(page);
        }
    }
}

/// <summary>News of one kind.</summary>
/// <param name="Name">The name of the event.</param>
/// <param name="News">A record of the API.</param>
public sealed record PageEvent(string Name, object News);
