using System.Globalization;
using Heapwise.Live.Cdp;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Processes;

namespace Heapwise.Live.Attaching;

/// <summary>
/// One object in a target whose inspector heapwise opened, by which several runs share it: whoever leaves last closes. It knows the
/// sessions of all runs; the debuggers of other people are seen as connections, which whoever leaves reads from the system. While
/// somebody else is still connected it stays, and closes the inspector once nobody is. It hangs at the <c>inspector</c> module under a
/// symbol, because runs that know nothing of each other must find it, and goes with the last of them.
/// </summary>
internal static class SharedInspector
{
    /// <summary>After how many silent intervals in a row a session is considered dead.</summary>
    private const int Silences = 6;

    // Node's own timers, because a program may have replaced the global ones. All modules are loaded here, because the inspector's
    // require exists only during the evaluation. The table of connections is read only where no run of ours is there to read it. Node
    // handles the signal twice: at once, also in a function that does not return, and when its loop turns. Where we leave before that,
    // the second would open the inspector again. Between two immediates the loop polls for certain.
    private const string Source =
        """
        ((load, closes, debugPort, interval, most) => {
          const inspector = load('inspector'), key = Symbol.for('heapwise.inspector.1');
          const found = inspector[key];
          if (found) { found.closes ||= closes; return found }
          const {setInterval, clearInterval, setImmediate} = load('timers'), {readFileSync} = load('fs'), {process} = globalThis;
          const sessions = new Set(), left = new Set();
          let ticks = 0;
          const readConnected = () => {
            const place = ':' + Number(new URL(inspector.url()).port).toString(16).toUpperCase().padStart(4, '0'), ports = [];
            for (const table of ['tcp', 'tcp6']) try {
              for (const row of readFileSync('/proc/self/net/' + table, 'latin1').split('\n')) {
                const [, local, remote, state] = row.trim().split(/ +/);
                if (state === '01' && local.endsWith(place)) ports.push(parseInt(remote.split(':')[1], 16));
              }
            } catch {}
            return ports;
          };
          const isUsed = connected => connected.some(port => !left.has(port));
          const close = () => {
            inspector.close();
            if (debugPort !== null) process.debugPort = debugPort;
          };
          const afterTurn = work => { setImmediate(() => setImmediate(work)) };
          let hasTurned = false;
          afterTurn(() => { hasTurned = true });
          const finish = () => {
            clearInterval(timer);
            delete inspector[key];
            if (!shared.closes) return;
            close();
            if (!hasTurned) afterTurn(() => { if (!inspector[key] && inspector.url()) close() });
          };
          const timer = setInterval(() => {
            for (const session of sessions) if (++session.silences >= most) session.end();
            if (sessions.size > 0) { ticks = 0; return }
            if (!shared.closes || !inspector.url() || (ticks++ % most === 0 && !isUsed(readConnected()))) finish();
          }, interval);
          timer.unref();
          const shared = {
            closes,
            join() {
              const undo = [], session = {
                silences: 0, claims: new Set(),
                claim(what) {
                  for (const one of sessions) if (one !== session && one.claims.has(what)) return false;
                  session.claims.add(what);
                  return true;
                },
                beat() { session.silences = 0 },
                start(monitor) { const started = monitor(load); undo.push(started.stop); return started },
                end() {
                  while (undo.length) try { undo.pop()() } catch {}
                  if (sessions.delete(session) && sessions.size === 0 && !shared.closes) finish();
                },
              };
              sessions.add(session);
              return session;
            },
            leave(ours, connected) {
              for (const port of ours) left.add(port);
              if (isUsed(connected)) return false;
              for (const session of sessions) session.end();
              finish();
              return true;
            },
          };
          Object.defineProperty(inspector, key, {value: shared, configurable: true});
          return shared;
        })
        """;

    /// <summary>JavaScript that joins it, made if it is missing, and returns our session.</summary>
    /// <param name="opened">The inspector that is ours to close; null for one that stays open.</param>
    /// <param name="interval">How often it hears from us.</param>
    public static string Join(OpenedInspector? opened, TimeSpan interval) => $"{Find(opened, interval)}.join()";

    /// <summary>Leaves, and closes the inspector where nobody else is connected.</summary>
    /// <param name="connection">To the target.</param>
    /// <param name="opened">Its inspector.</param>
    /// <param name="localPorts">Our ends of connections to it.</param>
    /// <param name="interval">How often the target checks whether the others have left.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>False where somebody is: whoever leaves last closes.</returns>
    /// <exception cref="CdpException">It did not answer. The request stays queued in a busy target, which closes when it can.</exception>
    public static async Task<bool> LeaveAsync(
        CdpConnection connection, OpenedInspector opened, IReadOnlyCollection<int> localPorts, TimeSpan interval,
        CancellationToken cancellation)
    {
        var connected = ProcSockets.ReadTable(opened.ProcessId)
            .Where(row => row.State == TcpRow.Established && row.Local.Port == opened.Port)
            .Select(row => row.Remote.Port);
        var leave = $"{Find(opened, interval)}.leave([{string.Join(',', localPorts)}], [{string.Join(',', connected)}])";
        try
        {
            // Where it closes there is no answer: the socket just closes.
            if (await connection.Runtime.EvaluateAsync(leave, Timeout.InfiniteTimeSpan, cancellation) == "false") return false;
            await connection.Closed.WaitAsync(cancellation);
        }
        catch (CdpException problem) when (problem.Code == CdpErrorCode.ConnectionClosed)
        {
            return true;
        }

        return true;
    }

    private static string Find(OpenedInspector? opened, TimeSpan interval) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Source}(require, {(opened is null ? "false, null" : $"true, {opened.DebugPort}")}, {interval.TotalMilliseconds:0}, {Silences})");
}
