namespace Heapwise.Store;

/// <summary>The history cannot be used. The message is one line for a person: what, why, and what to do.</summary>
public sealed class StoreException(string message, Exception? cause = null) : Exception(message, cause);
