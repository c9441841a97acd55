namespace Heapwise.Diagnosis.Loads;

/// <summary>The load could not be run. The message is one line for the person at the terminal.</summary>
public sealed class LoadException(string message, Exception? inner = null) : Exception(message, inner);
