using Heapwise.Live.Sessions;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Recording;

/// <summary>
/// V8's compaction, by which a full collection moves old objects together. While V8 tracks allocations it counts the objects twenty times
/// a second, and on Node 16 to 26 it forgets the stack of an object that moves after it was counted: of 90 objects that a warm function had
/// made, none to 54 kept theirs, and all of them without compaction. Young objects move before they are counted, and keep their stacks.
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
