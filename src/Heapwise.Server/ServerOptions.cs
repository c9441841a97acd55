using System.Net;

namespace Heapwise.Server;

/// <summary>What a page is about, and where it is served.</summary>
public sealed record ServerOptions
{
    /// <summary>Files and folders as given; a folder stands for the snapshots and recordings in it.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Processes to watch, by their pids.</summary>
    public IReadOnlyList<int> Processes { get; init; } = [];

    /// <summary>The guard's history: a file or the address of a server; null: none.</summary>
    public string? History { get; init; }

    /// <summary>The address to listen on; loopback unless asked otherwise.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>0: any free port.</summary>
    public int Port { get; init; }

    /// <summary>Whether indexes in the cache folder are used and written.</summary>
    public bool UsesIndex { get; init; } = true;

    /// <summary>What all open snapshots together may take; the least recently used are closed above it.</summary>
    public long MemoryBudgetBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <summary>The largest file that may be sent to the page.</summary>
    public long MaxUploadBytes { get; init; } = 8_000_000_000;

    /// <summary>Where uploads and snapshots of live processes are kept while the page is served.</summary>
    public string TemporaryFolder { get; init; } = Path.GetTempPath();

    /// <summary>The version of the program, as the page shows it.</summary>
    public string Version { get; init; } = "";

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
