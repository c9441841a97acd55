using System.Text.Json;

namespace Heapwise.Live.Cdp;

/// <summary>
/// The inspector's <c>Debugger</c> domain, for the texts of scripts alone. Once it was enabled, V8 settles promises the slow way for as long
/// as the process lives, also after it is disabled again: awaits take 28 to 69 % longer (measured on 18 to 26).
/// So it is nothing for a program that goes on when we leave.
/// </summary>
internal sealed class DebuggerDomain(CdpConnection connection)
{
    /// <summary>Reads the texts that run now, by the scripts' names; of several scripts of one name the last that was compiled.</summary>
    /// <param name="isWanted">By a script's name.</param>
    /// <param name="mostCharacters">What follows when so many have been read is left out.</param>
    /// <param name="timeout">For each answer.</param>
    /// <param name="cancellation">Ends the reading; the domain is disabled all the same.</param>
    /// <exception cref="CdpException"/>
    public async Task<IReadOnlyDictionary<string, string>> ReadScriptsAsync(Func<string, bool> isWanted, long mostCharacters, TimeSpan? timeout, CancellationToken cancellation)
    {
        var scripts = new Dictionary<string, string>(StringComparer.Ordinal);
        using var parsed = connection.AddHandler("Debugger.scriptParsed", (parameters, _) =>
        {
            if (JsonSerializer.Deserialize(parameters.Span, CdpJson.Default.WireScript) is { Url: { Length: > 0 } url } script && isWanted(url)) scripts[url] = script.ScriptId;
            return ValueTask.CompletedTask;
        });
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            // A "debugger" statement must not stop the program. All scripts are told before the answer comes.
            await connection.SendAsync("Debugger.setSkipAllPauses", new WireSkipPauses(Skip: true), CdpJson.Default.WireSkipPauses, CdpJson.Default.WireEmpty, timeout, cancellation);
            await connection.SendAsync("Debugger.enable", timeout, cancellation);
            long characters = 0;
            foreach (var (url, id) in scripts)
            {
                var answer = await connection.SendAsync("Debugger.getScriptSource", new WireScriptId(id), CdpJson.Default.WireScriptId, CdpJson.Default.WireScriptSource, timeout, cancellation);
                characters += answer.ScriptSource.Length;
                if (characters > mostCharacters) break;
                texts[url] = answer.ScriptSource;
            }
        }
        finally
        {
            if (!connection.Closed.IsCompleted) await connection.SendAsync("Debugger.disable", timeout, CancellationToken.None);
        }

        return texts;
    }
}
