using Heapwise.Live.Attaching;
using Heapwise.Live.Cdp;
using Heapwise.Live.Cdp.Domains;
using Heapwise.Live.Processes;
using Heapwise.Live.Spawning;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Sessions;

/// <summary>
/// How a target was reached, and how it is left again. Owns the connection, the inspector's activation and the started program, and undoes
/// them in that order.
/// </summary>
internal sealed class TargetReach(TargetOptions options) : IAsyncDisposable
{
    /// <summary>
    /// Node announces its inspector early, while its main thread is still busy starting. On Node 18 a request sent immediately was
    /// sometimes never answered. This is a precaution; the cause is not proven.
    /// </summary>
    private static readonly TimeSpan StartGrace = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the event loop of a program that already runs may take to turn once.</summary>
    private static readonly TimeSpan RunningPatience = TimeSpan.FromSeconds(1);

    /// <summary>How long a program that has ended may take to answer what it was asked before.</summary>
    private static readonly TimeSpan LastWordsGrace = TimeSpan.FromMilliseconds(50);

    /// <summary>The same where its output says so first, and the event may follow.</summary>
    private static readonly TimeSpan EventGrace = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly InspectorHttp _http = new(options.ConnectTimeout);
    private Activation? _activation;
    private SpawnedTarget? _spawned;
    private CdpConnection? _connection;
    private CdpConnection? _worker;
    private TargetGuard? _guard;
    private TargetGuard? _workerGuard;

    /// <summary>To the thread that is asked.</summary>
    public CdpConnection Connection => _worker ?? _connection ?? throw new InvalidOperationException("not open");

    /// <summary>Null where the target does not run on this machine, as far as we know.</summary>
    public int? LocalProcessId { get; private set; }

    /// <summary>True for a program that we started.</summary>
    public bool IsOurs => _spawned is not null;

    /// <summary>Whether it waits before its first line until <see cref="LetRunAsync"/>.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Whether somebody fetches results when the program ends, and then leaves.</summary>
    public bool IsEndAwaited { get; set; }

    public IReadOnlyList<string> LastLines => _spawned?.LastLines ?? [];

    /// <summary>What a program that we started consists of now.</summary>
    public IReadOnlyList<int> FindProcesses() => OperatingSystem.IsLinux() && _spawned is not null ? _spawned.FindProcesses() : [];

    /// <summary>
    /// The inspector that a process of a program that we started has opened, as Node does there by itself. Only addresses that were
    /// announced are considered, so that the program's own server is not asked.
    /// </summary>
    public Uri? FindInspector(int processId) => _spawned?.Inspectors.FirstOrDefault(address => IsListening(processId, address.Port));

    public async Task<TargetIdentity> OpenAsync(TargetSpec spec, CancellationToken cancellation)
    {
        var identity = await OpenMainAsync(spec, cancellation);
        if (spec.Worker is { } threadId) await EnterWorkerAsync(identity.ProcessId, threadId, cancellation);
        return identity;
    }

    /// <summary>A program that we started, and that is held before its first line, runs from now on.</summary>
    /// <exception cref="CdpException"/>
    public async Task LetRunAsync(CancellationToken cancellation)
    {
        if (!IsHeld) return;
        IsHeld = false;
        _spawned?.MarkBegin();
        await Connection.Runtime.EvaluateAsync(FirstLine.Release, options.RequestTimeout, cancellation);
    }

    /// <summary>
    /// The exit code of a program that we started and that waits only for us: it is left. Null for another one, and while it runs.
    /// </summary>
    public async Task<int?> LeaveEndedAsync()
    {
        if (_connection is not null) await _connection.LeaveAsync(TimeSpan.Zero);
        return _spawned is null ? null : await _spawned.FindExitCodeAsync();
    }

    /// <summary>From now until <see cref="LeaveWorkerAsync"/>, <see cref="Connection"/> is the worker's.</summary>
    /// <exception cref="TargetException">There is no such worker.</exception>
    public async Task EnterWorkerAsync(int processId, int threadId, CancellationToken cancellation)
    {
        var main = _connection ?? throw new InvalidOperationException("not open");
        var workers = await main.NodeWorker.EnterAsync(options.RequestTimeout, cancellation);
        var meant = workers.FirstOrDefault(worker => worker.ThreadId == threadId)
            ?? throw new TargetException($"pid {processId} has no worker {threadId}; " + (workers.Count == 0
                ? "it has no workers at all"
                : $"its workers are {string.Join(", ", workers.Select(worker => worker.ThreadId))}"));
        _worker = main.OpenWorker(meant.Session);
    }

    /// <summary>Returns to the main thread and closes the sessions with workers.</summary>
    public async Task LeaveWorkerAsync(CancellationToken cancellation)
    {
        if (_workerGuard is not null) await _workerGuard.DisposeAsync();
        if (_worker is not null) await _worker.DisposeAsync();
        (_workerGuard, _worker) = (null, null);
        if (_connection is { Closed.IsCompleted: false } main) await main.NodeWorker.LeaveAsync(options.RequestTimeout, cancellation);
    }

    /// <summary>The guard of the thread that is asked, installed at first use.</summary>
    /// <exception cref="CdpException"/>
    public async Task<TargetGuard> GuardAsync(CancellationToken cancellation)
    {
        if (_worker is null) return _guard ??= await TargetGuard.InstallAsync(Connection, null, options, cancellation);
        return _workerGuard ??= await TargetGuard.InstallAsync(_worker, null, options, cancellation);
    }

    /// <summary>
    /// Leaves another process of the program that we started when one of its processes has finished and waits for its debugger to detach:
    /// all write to the same output, so which of them it is cannot be told.
    /// </summary>
    public void LeaveTogether(TargetReach part)
    {
        if (_spawned is not null) _spawned.Finished += () => part.Leave(EventGrace);
    }

    private async Task<TargetIdentity> OpenMainAsync(TargetSpec spec, CancellationToken cancellation) => spec switch
    {
        TargetSpec.RunningProcess process => await AttachAsync(process.ProcessId, cancellation),
        TargetSpec.Inspector inspector => await ConnectAsync(inspector.Address, cancellation),
        TargetSpec.Command command => await StartAsync(command, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(spec)),
    };

    /// <summary>What a failure of the protocol means: the process ended, it does not answer, or it refused.</summary>
    public async Task<TargetException> TranslateAsync(CdpException problem, string name)
    {
        if (problem is { Method: RuntimeDomain.Evaluate, Code: CdpErrorCode.ServerError } && _connection is not null)
            await _connection.LeaveAsync(TimeSpan.Zero); // see IdentifyAsync
        switch (problem.Code)
        {
            // Nor do scripts run any more while Node takes its context apart: "illegal access".
            case CdpErrorCode.ConnectionClosed or CdpErrorCode.ServerError or CdpErrorCode.ScriptThrew when await HasEndedAsync():
                var exitCode = _spawned is null ? null : await _spawned.FindExitCodeAsync();
                var end = _spawned is null ? TargetExitedException.Describe(exitCode) : _spawned.DescribeEnd(exitCode);
                return new TargetExitedException($"{name} {end} while we were attached", exitCode, LastLines, problem);
            case CdpErrorCode.ConnectionClosed when _worker is not null && _connection is { Closed.IsCompleted: false }:
                return new TargetExitedException($"{name} ended while we were attached", null, [], problem);
            case CdpErrorCode.ConnectionClosed:
                return new TargetException($"{name} cannot be reached: {problem.Message}", problem);
            case CdpErrorCode.TimedOut:
                return new TargetException(
                    $"{name} does not answer ({problem.Message}): its main thread is busy, stopped in a debugger, "
                    + "or waits outside JavaScript. Try again when it is idle", problem);
            default:
                return new TargetException($"{name}: {problem.Message}", problem);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_workerGuard is not null) await _workerGuard.DisposeAsync();
        if (_worker is not null) await _worker.DisposeAsync();
        if (_guard is not null) await _guard.DisposeAsync();
        if (_activation is not null) await _activation.CloseAsync(_connection);
        if (_connection is not null) await _connection.DisposeAsync();
        if (_spawned is not null) await _spawned.DisposeAsync();
        _http.Dispose();
    }

    private async Task<TargetIdentity> AttachAsync(int processId, CancellationToken cancellation)
    {
        LocalProcessId = processId;
        using var steps = new AttachSteps(processId, options);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(steps.TimeIsUp, cancellation);
        try
        {
            while (true)
            {
                if (await TryAttachAsync(processId, steps, both.Token) is { } identity) return identity;
            }
        }
        catch (OperationCanceledException problem) when (steps.TimeIsUp.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TargetException(steps.Describe(), problem);
        }
    }

    /// <summary>Null where another run that left at the same moment closed the inspector under us.</summary>
    private async Task<TargetIdentity?> TryAttachAsync(int processId, AttachSteps steps, CancellationToken cancellation)
    {
        _activation = await Activation.OpenAsync(processId, _http, options, steps, cancellation);
        steps.Now("waiting for its main thread to respond", "did not respond", "its main thread is busy or blocked");
        try
        {
            var identity = await IdentifyAsync(
                _activation.Socket, cancellation, InspectorArguments.WaitsForDebugger(processId) ? RunningPatience : null);
            if (ProcStatus.Find(processId)?.NamespaceIds is [.., var own] && own != identity.ProcessId)
                throw new TargetException(
                    $"the inspector at {_activation.Socket.Authority} belongs to pid {identity.ProcessId}, not to pid {processId}. "
                    + "Give its address with --inspect instead");
            if (_activation.Ours is { } opened)
                _guard = await TargetGuard.InstallAsync(Connection, opened, options, cancellation);
            await LeaveAtEndAsync(cancellation);
            return identity;
        }
        catch (CdpException problem) when (problem.Code == CdpErrorCode.ConnectionClosed && ProcStatus.IsRunning(processId))
        {
            if (_connection is not null) await _connection.DisposeAsync();
            _connection = null;
            return null;
        }
    }

    /// <summary>
    /// A program that ends, also by <c>process.exit</c> in its handler of SIGTERM, waits until its debugger detaches: on 18 and 20 always,
    /// later where it exits by itself. So the session ends as soon as it announces its end.
    /// </summary>
    private async Task LeaveAtEndAsync(CancellationToken cancellation)
    {
        Connection.AddHandler(ProgramEndings.Event, (_, _) =>
        {
            if (!IsEndAwaited) Leave(LastWordsGrace);
            return ValueTask.CompletedTask;
        });
        await ProgramEndings.AskForEventAsync(Connection, cancellation);
    }

    private void Leave(TimeSpan grace) => _ = _connection?.LeaveAsync(grace);

    private async Task<TargetIdentity> ConnectAsync(Uri address, CancellationToken cancellation)
    {
        var socket = address.Scheme == "ws"
            ? address
            : await _http.FindSocketAsync(address.IdnHost, address.Port, cancellation)
                ?? throw new TargetException(
                    $"{address.Authority} answers, but is not a Node inspector. "
                    + "Give the address that Node prints after 'Debugger listening on'");
        var identity = await IdentifyAsync(socket, cancellation);
        if (OperatingSystem.IsLinux() && IsListening(identity.ProcessId, socket.Port)) LocalProcessId = identity.ProcessId;
        return identity;
    }

    private async Task<TargetIdentity> StartAsync(TargetSpec.Command command, CancellationToken cancellation)
    {
        _spawned = SpawnedTarget.Start(command, options);
        _spawned.Finished += () =>
        {
            if (!IsEndAwaited) Leave(EventGrace);
        };
        LocalProcessId = _spawned.ProcessId; // so far
        options.Waiting?.Report($"{command.Text}: waiting for it to open its inspector");
        using var patience = new CancellationTokenSource(options.StartTimeout, options.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellation);
        TargetIdentity? identity = null;
        try
        {
            while (true)
            {
                var inspector = await _spawned.NextInspectorAsync(both.Token);
                await Task.Delay(StartGrace, options.Time, both.Token);
                identity = await TryIdentifyAsync(inspector, both.Token);
                if (identity is { IsHeld: true }) return await BeginAsync(identity, both.Token);
                if (identity is not null && await IsMeantAsync(identity, command, both.Token)) return identity;
                identity = null;
                if (_connection is not null) await _connection.DisposeAsync();
            }
        }
        catch (OperationCanceledException problem) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            if (identity is not null && !Connection.Closed.IsCompleted) return identity; // something else seems to listen on its behalf
            throw new TargetException(
                $"{command.Text} did not start a Node program with an inspector within {options.StartTimeout.TotalSeconds:0.#} s. "
                + "Give the node command itself: -- node app.js", problem);
        }
    }

    /// <summary>It is held until we are ready to see how it ends, or, on request, until its watcher is ready to see more.</summary>
    private async Task<TargetIdentity> BeginAsync(TargetIdentity identity, CancellationToken cancellation)
    {
        LocalProcessId = identity.ProcessId;
        IsHeld = true;
        await LeaveAtEndAsync(cancellation);
        if (options.HoldsPrograms) return identity;
        await LetRunAsync(cancellation);
        await Connection.Runtime.WaitForTurnAsync(options.ConnectTimeout, cancellation); // its main script has run, or is a long one
        return identity;
    }

    /// <summary>Whether this process is the program meant, rather than a tool that starts it. Waits until that is known.</summary>
    private async Task<bool> IsMeantAsync(TargetIdentity identity, TargetSpec.Command command, CancellationToken cancellation)
    {
        LocalProcessId = identity.ProcessId;
        if (command.IsNode) return true;
        if (identity.IsStep) return false;
        if (command.ListensOn is not { } port || !OperatingSystem.IsLinux()) return true;
        while (!IsListening(identity.ProcessId, port))
        {
            if (Connection.Closed.IsCompleted || _spawned is { HasNextInspector: true }) return false;
            await Task.Delay(PollInterval, options.Time, cancellation);
        }

        return true;
    }

    /// <summary>Null where that process has already ended: a step before the program meant, as npm is.</summary>
    private async Task<TargetIdentity?> TryIdentifyAsync(Uri socket, CancellationToken cancellation)
    {
        try
        {
            return await IdentifyAsync(socket, cancellation);
        }
        catch (CdpException problem) when (problem.Code is CdpErrorCode.ConnectionClosed or CdpErrorCode.ServerError)
        {
            return null;
        }
    }

    /// <summary>
    /// Connects and asks which process answers. On Node 18 and 20 a program that has finished waits until its debugger detaches; an
    /// evaluation then fails with a server error, because its context is gone. <c>NodeRuntime.notifyWhenWaitingForDisconnect</c> and
    /// <c>Runtime.enable</c> are deliberately not used: with either, every Node waits, and with the former an evaluation in that state
    /// crashes 18 and 20.
    /// </summary>
    private async Task<TargetIdentity> IdentifyAsync(Uri socket, CancellationToken cancellation, TimeSpan? startPatience = null)
    {
        var limits = new CdpOptions
        {
            ConnectTimeout = options.ConnectTimeout,
            RequestTimeout = options.RequestTimeout,
            Time = options.Time,
        };
        _connection = await CdpConnection.ConnectAsync(socket, _http.Invoker, limits, cancellation);
        var patience = _spawned is null ? RunningPatience : options.ConnectTimeout;
        var identifying = options with { ConnectTimeout = startPatience ?? options.ConnectTimeout };
        return await TargetIdentity.AskAsync(_connection, patience, identifying, cancellation);
    }

    private static bool IsListening(int processId, int port)
    {
        try
        {
            return ProcStatus.IsRunning(processId) && ProcSockets.ReadListening(processId).Any(address => address.Port == port);
        }
        catch (UnauthorizedAccessException)
        {
            return false; // another user's
        }
    }

    /// <summary>Sockets close a moment before the end of a process is visible.</summary>
    private async Task<bool> HasEndedAsync()
    {
        if (LocalProcessId is not { } processId || !OperatingSystem.IsLinux()) return false;
        var start = options.Time.GetTimestamp();
        while (ProcStatus.IsRunning(processId))
        {
            if (options.Time.GetElapsedTime(start) > ExitPatience) return false;
            await Task.Delay(PollInterval, options.Time);
        }

        return true;
    }
}
