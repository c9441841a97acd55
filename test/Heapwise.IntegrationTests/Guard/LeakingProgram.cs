namespace Heapwise.IntegrationTests.Guard;

/// <summary>A program that leaks on demand, and can be cured.</summary>
internal static class LeakingProgram
{
    /// <summary>
    /// On its input: <c>leak</c> (about 25 MB a second up to 80 MB, then slowly), <c>stop</c>, <c>clear</c>, <c>exit N</c>.
    /// </summary>
    public const string Source =
        """
        class Session { constructor(i) { this.id = i; this.text = 'session ' + i; this.values = [i, i, i, i, i, i, i, i]; } }
        const sessions = new Map(); let leaks = false, n = 0;
        function remember() { sessions.set(n, new Session(n++)); }
        setInterval(() => { if (leaks) for (let i = 0, rate = sessions.size < 320000 ? 5000 : 100; i < rate; i++) remember(); }, 50);
        require('readline').createInterface({input: process.stdin}).on('line', line => {
          if (line === 'leak') leaks = true;
          if (line === 'stop') leaks = false;
          if (line === 'clear') { leaks = false; sessions.clear(); gc(); gc(); }
          if (line.startsWith('exit')) process.exit(Number(line.slice(5)));
        });
        console.log('ready');
        """;

    /// <summary>Short times for everything.</summary>
    public const string Settings =
        """
        {
          "guard": {
            "interval": "200ms", "startGrace": "0s", "warmUp": "1s", "heapThreshold": 0.5, "cooldown": "2s", "maxSnapshots": 3,
            "evidence": { "secondAfter": "2s", "maxPause": "5s", "baseline": false },
            "alerts": { "log": "events.jsonl" },
            "store": "history.db",
            "rules": { "heap-grows": { "enabled": false }, "heap-near-limit": { "clearFor": "1s" }, "loop-busy": { "enabled": false } }
          }
        }
        """;

    public static Task<NodeProgram> StartAsync(int major) =>
        NodeProgram.RunSourceAsync(major, Source, nodeArguments: ["--max-old-space-size=120", "--max-semi-space-size=2", "--expose-gc"]);
}
