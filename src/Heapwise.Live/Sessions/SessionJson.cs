using System.Text.Json.Serialization;

namespace Heapwise.Live.Sessions;

/// <summary>What our own scripts return about a target, with compiled serialisers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WireIdentity))]
[JsonSerializable(typeof(WireMemory))]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(long))]
internal sealed partial class SessionJson : JsonSerializerContext;

internal sealed record WireIdentity(int Pid, string Version, string? Script, bool Ready, bool Held = false);

/// <summary><c>process.memoryUsage()</c> and a little more; the last three are not asked for while a monitor runs.</summary>
internal sealed record WireMemory(
    long HeapUsed,
    long HeapTotal,
    long External,
    long ArrayBuffers,
    long Rss,
    long HeapLimit,
    IReadOnlyDictionary<string, int> Resources,
    double LoopIdle = 0,
    double LoopActive = 0,
    long? Allocated = null);
