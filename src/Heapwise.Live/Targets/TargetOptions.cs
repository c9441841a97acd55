namespace Heapwise.Live.Targets;

/// <summary>How long to wait for a target, and what may be done to reach it.</summary>
public sealed record TargetOptions
{
    /// <summary>
    /// How long attaching to a running process may take, all steps together. The turns of other runs that want the same port do not count.
    /// </summary>
    public TimeSpan AttachTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an inspector may take to accept a connection.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a started program may take until its inspector is open; package managers work for a while before they start it.
    /// </summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether a Node program that we start waits before its first line until <c>NodeTarget.LetRunAsync</c>, so that whatever is to be
    /// observed can be started first. Otherwise it runs as soon as we are attached.
    /// </summary>
    public bool HoldsPrograms { get; init; }

    /// <summary>How long an ordinary request may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the target may be silent while it collects garbage or takes a snapshot.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How often the target hears from us. After six silent intervals it undoes by itself what we did.</summary>
    public TimeSpan GuardInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a started program gets to end after SIGTERM before it is killed.</summary>
    public TimeSpan EndGrace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether another Node process of the same user that holds the inspector's port may be asked to move its inspector to another port
    /// while the target opens its own.
    /// </summary>
    public bool MayMoveInspector { get; init; }

    /// <summary>Where runs of heapwise leave notes for each other about the inspectors that they opened.</summary>
    public string StateFolder { get; init; } = Targets.StateFolder.Default;

    /// <summary>Hears what attaching waits for, whenever that changes.</summary>
    public IProgress<string>? Waiting { get; init; }

    /// <summary>Hears what the person should know about the target, a sentence each.</summary>
    public IProgress<string>? Notes { get; init; }

    /// <summary>Receives both outputs of a started program as it prints them. Null: our own standard error. Not disposed.</summary>
    public Stream? ProgramOutput { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
