using System.Text;
using Heapwise.Analysis.Process;
using Heapwise.Cli.Renderers;
using Heapwise.Live.Sessions;

namespace Heapwise.Cli.LiveScreen;

/// <summary><c>heapwise top</c> on the whole screen of a terminal.</summary>
internal sealed class TopScreen : ITopView
{
    private readonly Output _output;
    private readonly string _title;
    private readonly StreamWriter _writer;
    private readonly Screen _screen;

    public TopScreen(Output output, NodeTarget target)
    {
        _output = output;
        _title = $"{target.Name}  Node {target.NodeVersion}";
        _writer = new StreamWriter(output.Terminal.Output, new UTF8Encoding(false), 1 << 14, leaveOpen: true);
        _screen = new Screen(_writer, output.Color);
    }

    public void Show(WatchHistory history, WatchVerdict verdict, string status)
    {
        var (width, height) = _output.Terminal.Window();
        _screen.Draw(TopFrame.Of(_title, history, verdict, status, width, height), width, height);
    }

    public void Dispose()
    {
        _screen.Dispose();
        _writer.Dispose();
    }
}
