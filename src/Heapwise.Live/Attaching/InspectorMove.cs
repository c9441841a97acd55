using System.Globalization;
using Heapwise.Live.Cdp;
using Heapwise.Live.Cdp.Domains;

namespace Heapwise.Live.Attaching;

/// <summary>
/// Moves an inspector to a port that the system chooses. Closing and opening is one evaluation, so it also works in a loop that never
/// ends, and nobody can come between. The connection through which it is asked closes with it.
/// </summary>
internal static class InspectorMove
{
    /// <summary>
    /// How long one request is valid. A main thread that is blocked outside JavaScript handles it when it returns, and must not move an
    /// inspector that nobody follows any more.
    /// </summary>
    private static readonly TimeSpan Validity = TimeSpan.FromMilliseconds(500);

    // Node in the primary of a cluster passes every opening on to the workers, by an event; this one is not meant for them.
    private const string Source =
        """
        ((inspector, port) => {
          const {emit} = process, isOwn = Object.hasOwn(process, 'emit');
          process.emit = function (name, message) {
            return name === 'internalMessage' && message?.cmd === 'NODE_DEBUG_ENABLED' ? false : Reflect.apply(emit, this, arguments);
          };
          try {
            inspector.close();
            inspector.open(port);
          } finally {
            if (isOwn) process.emit = emit; else delete process.emit;
          }
        })
        """;

    /// <summary>Asks until the inspector has closed and opened again, or the connection is gone for another reason.</summary>
    /// <param name="connection">Closes by this.</param>
    /// <param name="port">Where it opens; 0 for any.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the asking.</param>
    /// <exception cref="CdpException">It cannot be moved.</exception>
    public static async Task RunAsync(CdpConnection connection, int port, TimeProvider time, CancellationToken cancellation)
    {
        while (!connection.Closed.IsCompleted)
        {
            // Until a program has started it has no setImmediate, and loading a module would break its start.
            var until = time.GetUtcNow().Add(Validity).ToUnixTimeMilliseconds();
            var move = string.Create(CultureInfo.InvariantCulture,
                $$"""
                typeof require === 'function' && typeof setImmediate === 'function' && Date.now() <= {{until}}
                  ? {{Source}}(require('inspector'), {{port}}) : 'later'
                """);
            try
            {
                if (await connection.Runtime.EvaluateAsync(move, Validity, cancellation) is null) break;
                await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellation);
            }
            catch (CdpException problem) when (problem.Code is CdpErrorCode.TimedOut)
            {
                continue;
            }
            catch (CdpException problem) when (problem.Code is CdpErrorCode.ConnectionClosed)
            {
                break;
            }
        }

        await connection.Closed.WaitAsync(cancellation);
    }
}
