using Heapwise.Analysis.Process;

namespace Heapwise.Cli.LiveScreen;

/// <summary>How <c>heapwise top</c> shows its readings: on a whole screen, or as lines.</summary>
internal interface ITopView : IDisposable
{
    /// <summary>Shows the latest sample. <paramref name="status"/> is what the last key did.</summary>
    void Show(WatchHistory history, WatchVerdict verdict, string status);
}
