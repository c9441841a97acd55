using System.Globalization;

namespace Heapwise.Live.Processes;

/// <summary><c>/proc/PID/status</c> (Linux). Reading it takes microseconds and does not touch the process.</summary>
public sealed record ProcStatus
{
    public required string Name { get; init; }

    /// <summary>One letter: R running, S sleeping, D waiting for I/O, T stopped, Z ended but not reaped, X dead.</summary>
    public required char State { get; init; }

    public required int ParentId { get; init; }

    /// <summary>The effective user.</summary>
    public required int UserId { get; init; }

    /// <summary>The effective group.</summary>
    public required int GroupId { get; init; }

    /// <summary>Its pid in each namespace, from ours to its own. The last is <c>process.pid</c>.</summary>
    public required IReadOnlyList<int> NamespaceIds { get; init; }

    public required long RssBytes { get; init; }

    /// <summary>The part of <see cref="RssBytes"/> that is the program's own: no file, which the kernel can drop.</summary>
    public required long AnonymousBytes { get; init; }

    /// <summary>The most that <see cref="RssBytes"/> has been since the program began.</summary>
    public required long PeakRssBytes { get; init; }

    /// <summary>Address space: mapped, touched or not.</summary>
    public required long VirtualBytes { get; init; }

    /// <summary>The part of it that is private and can be written: heap and data, without stacks.</summary>
    public required long DataBytes { get; init; }

    /// <summary>Bit n - 1 is signal n.</summary>
    public required ulong BlockedSignals { get; init; }

    public required ulong IgnoredSignals { get; init; }

    public required ulong CaughtSignals { get; init; }

    /// <summary>Sent to the process and delivered to no thread yet.</summary>
    public required ulong PendingSignals { get; init; }

    public bool HasEnded => State is 'Z' or 'X';

    /// <summary>Whether the process handles the signal. SIGUSR1 kills a process that does not.</summary>
    public bool Catches(int signal) => (CaughtSignals & Bit(signal)) != 0;

    /// <summary>The effective ones: bit n is capability n.</summary>
    public ulong Capabilities { get; init; }

    public bool Blocks(int signal) => (BlockedSignals & Bit(signal)) != 0;

    public bool Ignores(int signal) => (IgnoredSignals & Bit(signal)) != 0;

    public bool HasPending(int signal) => (PendingSignals & Bit(signal)) != 0;

    /// <summary>The current status; null where there is no such process.</summary>
    public static ProcStatus? Find(int processId)
    {
        try
        {
            return Parse(File.ReadAllText($"/proc/{processId}/status"));
        }
        catch (IOException)
        {
            return null; // no such process, or it ended between opening and reading
        }
    }

    /// <summary>Whether the process exists and has not ended.</summary>
    public static bool IsRunning(int processId) => Find(processId) is { HasEnded: false };

    internal static ProcStatus Parse(string text)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
            if (line.IndexOf(':') is > 0 and var colon)
                fields[line[..colon]] = line[(colon + 1)..].Trim();

        return new ProcStatus
        {
            Name = fields.GetValueOrDefault("Name", ""),
            State = fields.GetValueOrDefault("State", "?")[0],
            ParentId = Numbers("PPid") is [var parent, ..] ? parent : 0,
            UserId = Effective("Uid"),
            GroupId = Effective("Gid"),
            NamespaceIds = Numbers("NSpid"),
            RssBytes = Kilobytes("VmRSS"),
            AnonymousBytes = Kilobytes("RssAnon"),
            PeakRssBytes = Kilobytes("VmHWM"),
            VirtualBytes = Kilobytes("VmSize"),
            DataBytes = Kilobytes("VmData"),
            BlockedSignals = Mask("SigBlk"),
            IgnoredSignals = Mask("SigIgn"),
            CaughtSignals = Mask("SigCgt"),
            PendingSignals = Mask("ShdPnd"),
            Capabilities = Mask("CapEff"),
        };

        int[] Numbers(string field) =>
        [
            .. fields.GetValueOrDefault(field, "").Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
                .TakeWhile(word => int.TryParse(word, out _)).Select(int.Parse),
        ];

        int Effective(string field) => Numbers(field) is [_, var effective, ..] ? effective : -1;

        long Kilobytes(string field) => Numbers(field) is [var count, ..] ? count * 1024L : 0; // an ended process has none

        ulong Mask(string field) =>
            ulong.TryParse(fields.GetValueOrDefault(field), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var mask) ? mask : 0;
    }

    private static ulong Bit(int signal) => 1UL << (signal - 1);
}
