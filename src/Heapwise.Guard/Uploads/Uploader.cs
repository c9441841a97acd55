using Heapwise.Analysis.Language.Units;
using Heapwise.Guard.Alerts;
using Heapwise.Guard.Alerts.Dispatching;
using Heapwise.Guard.Chronicles;
using Heapwise.Guard.Settings;
using Heapwise.Guard.Targets;
using Heapwise.Store;
using Heapwise.Store.Records;

namespace Heapwise.Guard.Uploads;

/// <summary>
/// Copies evidence to a storage that may be out of reach, one file after the other, in the background: nothing else waits for it. What
/// waits is kept in the history. A local copy stays until the uploaded one was verified, reported, and is not needed for a diagnosis any
/// more.
/// </summary>
public sealed class Uploader : IAsyncDisposable
{
    private const int MaxMismatches = 3;
    private static readonly TimeSpan LongPause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan DrainStep = TimeSpan.FromMilliseconds(50);

    private readonly Func<UploadSettings?> _settings;
    private readonly Chronicle _chronicle;
    private readonly Dispatcher _dispatcher;
    private readonly TimeProvider _time;
    private readonly Action<string> _say;
    private readonly TransferLimits _limits;
    private readonly UploadList _list;
    private readonly HashSet<string> _held = new(StringComparer.Ordinal); // locked by itself
    private readonly SemaphoreSlim _wake = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _working;
    private CancellationTokenSource _change = new();
    private volatile bool _isFailing;
    private volatile bool _isRefused;

    /// <param name="settings">Asked for every file; null: nothing is uploaded now, what waits stays.</param>
    /// <param name="chronicle">Keeps what waits.</param>
    /// <param name="dispatcher">Reports where files are.</param>
    /// <param name="time">For pauses.</param>
    /// <param name="say">Hears of failures.</param>
    public Uploader(
        Func<UploadSettings?> settings, Chronicle chronicle, Dispatcher dispatcher, TimeProvider time, Action<string> say)
        : this(settings, chronicle, dispatcher, time, say, TransferLimits.Usual)
    {
    }

    internal Uploader(
        Func<UploadSettings?> settings, Chronicle chronicle, Dispatcher dispatcher, TimeProvider time, Action<string> say,
        TransferLimits limits)
    {
        (_settings, _chronicle, _dispatcher, _time, _say, _limits) = (settings, chronicle, dispatcher, time, say, limits);
        _list = new UploadList(chronicle);
        _working = Task.Run(WorkAsync);
    }

    /// <summary>Whether something is still to be uploaded.</summary>
    public bool HasWork => _settings() is not null && _list.All().Any(entry => entry.Upload.State == UploadState.Waiting);

    /// <summary>Series of which a file has not been uploaded yet.</summary>
    public IReadOnlyCollection<string> WaitingSeries => _settings() is null
        ? []
        : [.. _list.All().Where(entry => entry.Upload.State == UploadState.Waiting).Select(entry => entry.Upload.File.Series).Distinct()];

    /// <summary>New files. Those that wait already are not added again.</summary>
    public void Add(TargetIdentity target, string alert, IEnumerable<EvidenceFile> files)
    {
        if (_settings() is null) return;
        foreach (var file in files)
            if (file.Bytes > 0) _list.Add(new StoredUpload(file, alert, UploadState.Waiting, "", ""), target);
        Wake();
    }

    /// <summary>The local copies of a series are needed, until <see cref="Release"/>.</summary>
    public void Hold(string series)
    {
        lock (_held) _held.Add(series);
    }

    public void Release(string series)
    {
        lock (_held) _held.Remove(series);
        Wake();
    }

    /// <summary>The local copy is gone: there was no room for it any more.</summary>
    public void Forget(string path)
    {
        if (_list.Remove(path) is { State: UploadState.Waiting })
            _say($"{path} was deleted before it was uploaded: the evidence is larger than diskQuota");
    }

    /// <summary>Other settings from now on.</summary>
    public void Apply()
    {
        Interlocked.Exchange(ref _change, new CancellationTokenSource()).Cancel();
        Wake();
    }

    /// <summary>Waits until all is uploaded, for a guard that is about to end. What is refused is not waited for.</summary>
    /// <returns>How many files are left for the next guard.</returns>
    public async Task<int> DrainAsync(TimeSpan patience)
    {
        var start = _time.GetTimestamp();
        while (HasWork && !_isRefused && _time.GetElapsedTime(start) < patience) await Task.Delay(DrainStep, _time);
        return _list.All().Count(entry => entry.Upload.State == UploadState.Waiting);
    }

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        await _working;
        _list.Dispose();
        _wake.Dispose();
        _change.Dispose();
    }

    private void Wake()
    {
        if (_wake.CurrentCount == 0) _wake.Release();
    }

    private async Task WorkAsync()
    {
        TryKeep(_list.Load);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await _wake.WaitAsync(LongPause, _stop.Token);
                TryKeep(_list.Sync);
                using var now = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, Volatile.Read(ref _change).Token);
                if (_settings() is { } settings) await UploadAllAsync(settings, now.Token);
            }
            catch (OperationCanceledException)
            {
                Wake(); // with other settings, or for the last time
            }
        }
    }

    /// <summary>All that waits. The client lives no longer than that: it costs memory, and credentials are read anew.</summary>
    private async Task UploadAllAsync(UploadSettings settings, CancellationToken cancellation)
    {
        Finish(settings);
        if (!HasWork) return;
        await UploadWaitingAsync(settings, cancellation);
        // Like the watch, it allocates so little from now on that the runtime would keep what it has.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private async Task UploadWaitingAsync(UploadSettings settings, CancellationToken cancellation)
    {
        _isRefused = false; // it may be other settings
        try
        {
            using var bucket = new Bucket(
                settings, _limits, _time, problem => SayOnce($"{problem.Message}. It is tried again; files wait"));
            while (_list.All().FirstOrDefault(entry => entry.Upload.State == UploadState.Waiting) is { Upload: not null } next)
            {
                await UploadAsync(next.Upload, next.Target, bucket, settings, cancellation);
                (_isFailing, _isRefused) = (false, false);
                Finish(settings);
            }
        }
        catch (UploadException problem)
        {
            _isRefused = true;
            SayOnce($"{problem.Message}. Files wait; it is tried again every {Durations.Format(LongPause)}, and after SIGHUP");
        }
    }

    private async Task UploadAsync(
        StoredUpload upload, TargetIdentity target, Bucket bucket, UploadSettings settings, CancellationToken cancellation)
    {
        var path = upload.File.Path;
        try
        {
            await AbortLeftAsync(upload, bucket, cancellation);
            var key = ObjectKey.Of(settings, target, upload.File);
            upload = upload with { Location = $"s3://{settings.Bucket}/{key}", Session = "" };
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await new FileUpload(bucket, settings).RunAsync(
                        upload, key, session => _list.Save(upload with { Session = session }), cancellation);
                    break;
                }
                catch (UploadException problem) when (
                    attempt < MaxMismatches && problem.Code is ObjectCheck.Mismatch or "NoSuchUpload")
                {
                    SayOnce($"{problem.Message}. It is sent again");
                }
            }

            _list.Save(upload with { State = UploadState.Verified });
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            if (_list.Remove(path) is not null) _say($"not uploaded: {problem.Message.TrimEnd('.')}");
        }
    }

    /// <summary>What an earlier attempt has left in the bucket of that time.</summary>
    private static async Task AbortLeftAsync(StoredUpload upload, Bucket bucket, CancellationToken cancellation)
    {
        if (upload.Session.Length == 0) return;
        var key = upload.Location[(upload.Location.IndexOf('/', "s3://".Length) + 1)..];
        if (upload.Location == $"s3://{bucket.Name}/{key}") await Leftovers.AbortAsync(bucket, key, upload.Session, cancellation);
    }

    /// <summary>Reports series that are complete, and deletes what is not needed here any more.</summary>
    private void Finish(UploadSettings settings)
    {
        foreach (var series in _list.All().GroupBy(entry => entry.Upload.File.Series).ToList()) // the list changes meanwhile
        {
            if (series.Any(entry => entry.Upload.State == UploadState.Waiting)) continue;
            var verified = series.Where(entry => entry.Upload.State == UploadState.Verified).Select(entry => entry.Upload).ToList();
            if (verified.Count > 0) TryKeep(() => Tell(series.First().Target, verified, settings));
            foreach (var upload in verified) _list.Save(upload with { State = UploadState.Told });
            lock (_held)
                if (_held.Contains(series.Key)) continue;
            foreach (var (upload, _) in series)
                if (settings.KeepsLocal || TryDelete(upload.File.Path)) _list.Remove(upload.File.Path);
        }
    }

    private void Tell(TargetIdentity target, List<StoredUpload> uploads, UploadSettings settings) => _dispatcher.Tell(new News.Uploaded(
        target,
        _time.GetUtcNow(),
        uploads[0].Alert,
        settings.KeepsLocal,
        [.. uploads.Select(upload => new UploadedFile(upload.File.Path, upload.File.Kind, upload.File.Bytes, upload.Location))]));

    private bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            SayOnce($"{path} cannot be deleted: {problem.Message}");
            return false;
        }

        _chronicle.RemoveEvidence(path);
        return true;
    }

    /// <summary>The history may be gone, or not know a process that has ended: uploading does not depend on it.</summary>
    private void TryKeep(Action work)
    {
        try
        {
            work();
        }
        catch (StoreException problem)
        {
            SayOnce(problem.Message);
        }
    }

    private void SayOnce(string text)
    {
        if (!_isFailing) _say($"upload: {text}");
        _isFailing = true;
    }
}
