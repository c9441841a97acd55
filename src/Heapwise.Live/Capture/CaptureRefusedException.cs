using Heapwise.Live.Targets;

namespace Heapwise.Live.Capture;

/// <summary>A snapshot was not started, or was given up, because the pause, the memory or the disk space would exceed its limit.</summary>
public sealed class CaptureRefusedException(string message, Exception? inner = null) : TargetException(message, inner);
