namespace Heapwise.Live.Capture;

/// <summary>What one node of a snapshot costs.</summary>
public sealed record CaptureRate(double MicrosecondsPerNode, double FileBytesPerNode);
