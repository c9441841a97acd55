using System.Text.Json.Serialization.Metadata;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Sessions;

/// <summary>Something small that runs in the target while it is watched, and is asked from time to time. Ends with the target's session, or before.</summary>
internal sealed class TargetMonitor(NodeTarget target, string objectId)
{
    /// <summary>Calls one of its functions.</summary>
    /// <exception cref="TargetException"/>
    public Task<T> CallAsync<T>(string name, JsonTypeInfo<T> type, CancellationToken cancellation) => target.AskAsync(
        () => target.Connection.Runtime.CallAsync(objectId, $"function() {{ return this.{name}() }}", type, target.Options.RequestTimeout, cancellation));
}
