using Heapwise.Analysis.Process;

namespace Heapwise.Cli.LiveScreen;

/// <summary>How <c>heapwise top</c> shows what it reads: a window that is drawn anew, or lines.</summary>
internal interface ITopView : IDisposable
{
    /// <summary>Shows the latest sample. <paramref name="status"/> is what the last key did.</summary>
    void Show(WatchHistory history, WatchVerdict verdict, string status);
}
