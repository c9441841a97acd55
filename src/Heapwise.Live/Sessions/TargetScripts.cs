using System.Text.Json;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Sessions;

/// <summary>The source text of a target's scripts and their source maps, as the process itself has them.</summary>
public static class TargetScripts
{
    private const string SourceMapQuestion =
        """
        (names, most) => {
          const { findSourceMap } = require('module'), maps = {};
          for (const name of names) {
            const payload = findSourceMap?.(name)?.payload, text = payload && JSON.stringify(payload);
            if (!text) continue;
            if ((most -= text.length) < 0) break;
            maps[name] = text;
          }
          return maps;
        }
        """;

    /// <summary>
    /// The source text of scripts as they run. It may differ from the files: a loader compiles TypeScript in memory, a deployment replaces
    /// files. Only for a program that we started, because any other would run slower from then on (see <see cref="DebuggerDomain"/>);
    /// empty for others.
    /// </summary>
    /// <returns>
    /// By name, which is a <c>file:</c> URL for files. A heap snapshot has the path instead for scripts that were loaded with
    /// <c>require</c>.
    /// </returns>
    /// <param name="target">The target.</param>
    /// <param name="isWanted">By the name.</param>
    /// <param name="maxCharacters">Once so many have been read, the rest is left out.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="TargetException"/>
    public static async Task<IReadOnlyDictionary<string, string>> ReadTextsAsync(
        NodeTarget target, Func<string, bool> isWanted, long maxCharacters, CancellationToken cancellation)
    {
        if (!target.IsOurs) return new Dictionary<string, string>();
        return await target.AskAsync(() =>
            target.Connection.Debugger.ReadScriptsAsync(isWanted, maxCharacters, target.Options.RequestTimeout, cancellation));
    }

    /// <summary>
    /// The source maps that Node keeps, as JSON. It keeps them where source maps are enabled, also for what a loader compiled in memory.
    /// </summary>
    /// <param name="target">The target.</param>
    /// <param name="names">The scripts' names as V8 has them.</param>
    /// <param name="maxCharacters">Once so many have been read, the rest is left out.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="TargetException"/>
    public static async Task<IReadOnlyDictionary<string, string>> ReadSourceMapsAsync(
        NodeTarget target, IReadOnlySet<string> names, long maxCharacters, CancellationToken cancellation)
    {
        var list = JsonSerializer.Serialize([.. names], SessionJson.Default.StringArray);
        var question = $"({SourceMapQuestion})({list}, {maxCharacters})";
        return await target.AskAsync(() => target.Connection.Runtime.EvaluateAsync(
            question, SessionJson.Default.DictionaryStringString, target.Options.RequestTimeout, cancellation));
    }
}
