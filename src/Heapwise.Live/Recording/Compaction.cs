using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Recording;

/// <summary>
/// Collections that move no old objects. While it tracks allocations, V8 counts the objects twenty times a second, and when an object that
/// was counted moves, V8 16 to 26 forgets its stack: of 90 objects that a warm function had made all lost theirs on most majors, and none
/// without compaction. Young objects are moved before they are counted, so they keep theirs.
/// </summary>
internal static class Compaction
{
    private const int FirstMajor = 16;

    private const string Factory =
        """
        require => {
          const v8 = require('v8'), isChosen = /compact/.test(process.execArgv + process.env.NODE_OPTIONS);
          if (!isChosen) v8.setFlagsFromString('--no-compact');
          return {stop() { if (!isChosen) v8.setFlagsFromString('--compact') }};
        }
        """;

    /// <summary>Switches it off until the session with the target ends, whichever way.</summary>
    /// <exception cref="TargetException"/>
    public static async Task SwitchOffAsync(NodeTarget target, CancellationToken cancellation)
    {
        if (target.NodeMajor >= FirstMajor) await target.StartMonitorAsync(Factory, cancellation);
    }
}
