namespace Heapwise.Live.Targets;

/// <summary>How patient to be with a target, and what may be done to reach it.</summary>
public sealed record TargetOptions
{
    /// <summary>How long the inspector may take to open after the signal, or to accept a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a started program may take until its inspector is open; package managers think before they start.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an ordinary request may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the target may be silent while it collects garbage or takes a snapshot.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How often the target hears that we are still there; after six times of silence it undoes by itself what we did.</summary>
    public TimeSpan GuardInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a started program gets to end after SIGTERM before it is killed.</summary>
    public TimeSpan EndGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether another Node process of ours that holds the inspector's port, with nobody attached, may be asked to move its
    /// inspector to another port for as long as we are attached.
    /// </summary>
    public bool MayMovePortHolder { get; init; } = true;

    /// <summary>Receives what a started program prints, both outputs, as it prints it. Null: our own standard error. Not disposed.</summary>
    public Stream? ProgramOutput { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
