using System.Globalization;
using Heapwise.Live.Files;

namespace Heapwise.Live.Spawning;

/// <summary>
/// Holds a Node program before its first line until it is let run: a small module that Node loads before the program waits. It waits in
/// JavaScript, where evaluations reach it, so that no word can come too early and be lost, as it can with <c>waitForDebugger</c>.
/// <c>--inspect-brk</c> would hold every process that the program forks, too, and every restart of <c>--watch</c>, since they inherit the
/// arguments; nobody attaches to those, and they would wait for ever. The module holds only the process that we started ourselves, and
/// takes itself out of the arguments that are inherited. A breakpoint would need the <c>Debugger</c> domain, which makes promises slow for
/// the rest of the program's life.
/// </summary>
internal sealed class FirstLine : IDisposable
{
    /// <summary>An expression that is true in a program that is held.</summary>
    public const string IsHeld = "globalThis[Symbol.for('heapwise.held')] === true";

    /// <summary>Lets it run.</summary>
    public const string Release = "delete globalThis[Symbol.for('heapwise.held')]";

    private const string Variable = "HEAPWISE_HOLD";

    /// <summary>
    /// Worker threads load it as well, where the variable is gone. Where an option forbids the inspector, nobody could let it run. The
    /// limit is for a heapwise that hangs; one that ends takes the program with it.
    /// </summary>
    private const string Module =
        """
        'use strict';
        const starter = process.env.HEAPWISE_HOLD, held = Symbol.for('heapwise.held'), limit = 60_000;
        delete process.env.HEAPWISE_HOLD;
        delete require.cache[__filename];
        if (starter === String(process.ppid) && require('inspector').url()) {
          process.execArgv.splice(process.execArgv.indexOf('--require'), 2);
          const cell = new Int32Array(new SharedArrayBuffer(4)), end = Date.now() + limit;
          globalThis[held] = true;
          while (globalThis[held] && Date.now() < end) Atomics.wait(cell, 0, 0, 2);
          delete globalThis[held];
        }
        """;

    private readonly TemporaryFolder _folder;
    private readonly string _file;

    private FirstLine(TemporaryFolder folder)
    {
        _folder = folder;
        _file = Path.Combine(folder.Path, "hold.cjs"); // .cjs, because the folder above may be a package of ES modules
        File.WriteAllText(_file, Module);
    }

    /// <summary>Before all other arguments of Node.</summary>
    public IReadOnlyList<string> Arguments => ["--require", _file];

    /// <summary>Null where there is no folder to write to: then the program is not held.</summary>
    public static FirstLine? TryCreate()
    {
        try
        {
            return new FirstLine(TemporaryFolder.Create(Path.GetTempPath()));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>For the process that we are about to start; its parent is who starts it.</summary>
    public void AddTo(IDictionary<string, string?> environment) =>
        environment[Variable] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

    /// <summary>Once the program has ended: its worker threads and processes may read the file at any time.</summary>
    public void Dispose() => _folder.Dispose();
}
