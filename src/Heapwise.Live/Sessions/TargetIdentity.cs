using Heapwise.Live.Cdp;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Spawning;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Sessions;

/// <summary>The process at the other end of a connection, as it describes itself.</summary>
/// <param name="ProcessId">In its own pid namespace.</param>
/// <param name="Version">As Node prints it: <c>v24.21.0</c>.</param>
/// <param name="Script">The main script; null for <c>node -e</c> and the prompt.</param>
/// <param name="IsHeld">Whether it waits before its first line, until we let it run.</param>
internal sealed record TargetIdentity(int ProcessId, string Version, string? Script, bool IsHeld = false)
{
    // Only reads what exists: this may interrupt Node while it starts, and loading a module would break the start.
    private const string Question =
        $$"""
        typeof process === 'object' && process && process.argv
          ? {
              pid: process.pid, version: process.version, script: process.argv[1] ?? null,
              ready: typeof require === 'function' && typeof setImmediate === 'function', held: {{FirstLine.IsHeld}},
            }
          : {pid: 0, version: '', script: null, ready: false}
        """;

    private const int MinMajor = 18;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan TurnPatience = TimeSpan.FromMilliseconds(250);

    private static readonly HashSet<string> Steps = new(StringComparer.Ordinal)
    {
        "npm", "npm-cli", "npx", "npx-cli", "yarn", "yarnpkg", "pnpm", "pnpx", "corepack", "nodemon", "tsx", "cross-env", "cross-env-shell",
        "dotenv", "env-cmd", "concurrently", "npm-run-all", "npm-run-all2", "run-s", "run-p", "turbo", "nx", "lerna", "wait-on",
        "tsc", "tsup", "esbuild", "webpack", "rollup", "swc", "babel", "eslint", "prettier", "rimraf", "shx", "prisma", "patch-package",
    };

    public int Major => ParseMajor(Version);

    /// <summary>
    /// Whether this is a tool that starts or builds the program meant, or a one-liner that runs before it, rather than the program itself.
    /// </summary>
    public bool IsStep => Script is null || Steps.Contains(Path.GetFileNameWithoutExtension(Script));

    /// <summary>
    /// Asks, and waits until the program has started. Its inspector opens long before that, and an evaluation at that time interrupts
    /// Node's own start, where even <c>require('v8')</c> fails half-way ("Class extends value undefined"). A program whose event loop does
    /// not turn within <paramref name="patience"/> is considered busy, not starting. One that is held has started, and does not turn.
    /// </summary>
    /// <exception cref="TargetException">It is not Node.</exception>
    /// <exception cref="CdpException">It does not answer.</exception>
    public static async Task<TargetIdentity> AskAsync(
        CdpConnection connection, TimeSpan patience, TargetOptions options, CancellationToken cancellation)
    {
        var start = options.Time.GetTimestamp();
        while (true)
        {
            var answer = await connection.Runtime.EvaluateAsync(
                Question, SessionJson.Default.WireIdentity, options.ConnectTimeout, cancellation);
            if (answer.Ready)
            {
                if (ParseMajor(answer.Version) < MinMajor)
                    throw new TargetException(
                        $"pid {answer.Pid} runs Node {answer.Version}; heapwise supports {MinMajor} and later. "
                        + "Its snapshots can still be read from files");
                var left = patience - options.Time.GetElapsedTime(start);
                var hasStarted = answer.Held || left <= TimeSpan.Zero
                    || await connection.Runtime.WaitForTurnAsync(left < TurnPatience ? left : TurnPatience, cancellation);
                if (hasStarted) return new TargetIdentity(answer.Pid, answer.Version, answer.Script, answer.Held);
                continue;
            }

            if (options.Time.GetElapsedTime(start) >= options.ConnectTimeout)
                throw new TargetException(answer.Pid == 0
                    ? "the inspector there does not belong to Node, or to one that waits for its debugger before its first line "
                        + "(--inspect-brk): it has no process object"
                    : $"pid {answer.Pid} ({answer.Version}) offers no require to its inspector, so it cannot be measured. "
                        + "Take a snapshot by its own means and read the file");
            await Task.Delay(PollInterval, options.Time, cancellation);
        }
    }

    private static int ParseMajor(string version) => int.TryParse(version.TrimStart('v').Split('.')[0], out var major) ? major : 0;
}
