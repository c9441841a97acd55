using Heapwise.Analysis.Leaks;
using Heapwise.Diagnosis.Loads;
using Heapwise.Heap;
using Heapwise.Live.Capture;
using Heapwise.Live.Targets;
using Heapwise.Outside.Failures;

namespace Heapwise.Diagnosis.Runs;

/// <summary>The thread that rounds drive and that snapshots are taken of, however its heap is read.</summary>
internal interface IExaminedThread
{
    int ProcessId { get; }

    /// <summary>The worker thread; null for the main thread.</summary>
    int? Worker { get; }

    /// <summary>Whether it has ended, or cannot be asked any more.</summary>
    bool IsGone { get; }

    /// <summary>What it has done so far.</summary>
    /// <exception cref="TargetException"/>
    Task<ThreadWork> ReadWorkAsync(CancellationToken cancellation);

    /// <summary>Runs work that does not talk to the thread itself, and ends it as soon as the thread is gone.</summary>
    /// <exception cref="TargetException">It is gone; says why.</exception>
    Task<T> WhileAliveAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation);

    /// <summary>The most resident memory that the process has had; null where that is not known.</summary>
    long? FindPeakRss();

    /// <summary>Lets it come to rest, reads its memory and takes a snapshot.</summary>
    /// <param name="file">The file of the snapshot.</param>
    /// <param name="tell">Hears how far it is.</param>
    /// <param name="cancellation">Ends it; no file is left.</param>
    /// <exception cref="CaptureRefusedException">A snapshot would cost more than is allowed.</exception>
    /// <exception cref="OutsideException">The heap could not be read from outside.</exception>
    /// <exception cref="TargetException"/>
    Task<RoundReading> ReadAsync(string file, Action<DiagnosisStep, double?> tell, CancellationToken cancellation);

    /// <summary>What it may still take.</summary>
    /// <exception cref="TargetException"/>
    Task<TargetRoom> MeasureRoomAsync(CancellationToken cancellation);

    /// <summary>What the analysis of the last snapshot needs and the thread can say.</summary>
    /// <param name="last">The last snapshot.</param>
    /// <param name="firstMaxId">The highest id of the first one.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<AnalysisOptions> AskAsync(HeapSnapshot last, long firstMaxId, CancellationToken cancellation);

    /// <summary>How it shows which calls allocate; null where it cannot.</summary>
    TracedRound? FindTracing(ILoad load, SnapshotFolder folder, IProgress<DiagnosisNews>? news);
}

/// <summary>What a thread has done since it started.</summary>
/// <param name="AllocatedBytes">In its heap; no less than this.</param>
/// <param name="BusyMs">How long its event loop did not wait for events.</param>
/// <param name="WaitingMs">How long it did.</param>
internal sealed record ThreadWork(long AllocatedBytes, double BusyMs, double WaitingMs);
