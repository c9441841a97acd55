using System.Text.Json.Serialization.Metadata;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Sessions;

/// <summary>A small object in the target that observes it and answers calls. It ends with the target's session, or before.</summary>
internal sealed class TargetMonitor(NodeTarget target, string objectId)
{
    /// <summary>Calls one of its functions.</summary>
    /// <exception cref="TargetException"/>
    public Task<T> CallAsync<T>(string name, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        var call = $"function() {{ return this.{name}() }}";
        return target.AskAsync(() =>
            target.Connection.Runtime.CallAsync(objectId, call, type, target.Options.RequestTimeout, cancellation));
    }
}
