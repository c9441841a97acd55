using Heapwise.Live.Targets;

namespace Heapwise.Live.Capture;

/// <summary>A snapshot was not started because the pause, the memory or the disk space would exceed its limit.</summary>
public sealed class CaptureRefusedException(string message) : TargetException(message);
