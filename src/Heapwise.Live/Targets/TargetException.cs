namespace Heapwise.Live.Targets;

/// <summary>
/// Something cannot be done with a target. The message is one line for the person at the terminal: what failed, the value, the next step.
/// </summary>
public class TargetException(string message, Exception? inner = null) : Exception(message, inner);
