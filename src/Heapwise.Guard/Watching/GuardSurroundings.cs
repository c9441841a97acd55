using Heapwise.Guard.Evidence;

namespace Heapwise.Guard.Watching;

/// <summary>What the guard has around it.</summary>
/// <param name="Program">Runs heapwise beside the guard.</param>
/// <param name="Notifier">Tells systemd how it is.</param>
/// <param name="Say">Hears sentences for a person. Called from several threads.</param>
/// <param name="Time">All clocks.</param>
public sealed record GuardSurroundings(OwnProgram Program, Notifier Notifier, Action<string> Say, TimeProvider Time);
