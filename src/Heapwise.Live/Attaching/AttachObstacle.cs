namespace Heapwise.Live.Attaching;

/// <summary>Why a process cannot be attached to by pid.</summary>
/// <param name="Sentence">About this process.</param>
/// <param name="Reason">The rest of a sentence about any process with this obstacle.</param>
public sealed record AttachObstacle(string Sentence, string Reason);
