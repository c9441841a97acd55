namespace Heapwise.Live.Targets;

/// <summary>How long to wait for a target, and what may be done to reach it.</summary>
public sealed record TargetOptions
{
    /// <summary>How long the inspector may take to open after the signal, or to accept a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a started program may take until its inspector is open; package managers work for a while before they start it.
    /// </summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an ordinary request may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the target may be silent while it collects garbage or takes a snapshot.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How often the target hears from us. After six silent intervals it undoes by itself what we did.</summary>
    public TimeSpan GuardInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a started program gets to end after SIGTERM before it is killed.</summary>
    public TimeSpan EndGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether another of our Node processes that holds the inspector's port, with no debugger attached, may be asked to move its
    /// inspector to another port while we are attached.
    /// </summary>
    public bool MayMovePortHolder { get; init; } = true;

    /// <summary>Receives both outputs of a started program as it prints them. Null: our own standard error. Not disposed.</summary>
    public Stream? ProgramOutput { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
