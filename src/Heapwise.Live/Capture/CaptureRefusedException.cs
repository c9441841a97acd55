using Heapwise.Live.Targets;

namespace Heapwise.Live.Capture;

/// <summary>A snapshot was not begun because it would hurt: the pause, the memory or the disk does not fit. Nothing was touched.</summary>
public sealed class CaptureRefusedException(string message) : TargetException(message);
