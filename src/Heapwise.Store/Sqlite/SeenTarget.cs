using Heapwise.Store.Records;

namespace Heapwise.Store.Sqlite;

/// <summary>A target on its way to a server.</summary>
internal sealed record SeenTarget(StoredTarget Target, DateTimeOffset SeenAt);
