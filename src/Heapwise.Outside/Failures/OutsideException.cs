namespace Heapwise.Outside.Failures;

/// <summary>
/// Why a heap could not be read from outside. The message is for the person at the terminal: what was found, and what to do.
/// </summary>
public sealed class OutsideException : Exception
{
    private OutsideException(OutsideFailure failure, string message, Exception? inner = null)
        : base(message, inner) => Failure = failure;

    public OutsideFailure Failure { get; }

    internal static OutsideException NotPermitted(int processId) => new(
        OutsideFailure.NotPermitted,
        $"process {processId} may not be read: run as its user, or as root; where kernel.yama.ptrace_scope is 1, root or CAP_SYS_PTRACE "
            + "is needed, and in a container the capability SYS_PTRACE");

    internal static OutsideException Traced(int processId, int tracer) => new(
        OutsideFailure.NotPermitted, $"process {processId} is traced by process {tracer}: end that debugger first");

    public static OutsideException Gone(int processId) => new(OutsideFailure.Gone, $"there is no process {processId}");

    internal static OutsideException NoCore(string path, string found) => new(
        OutsideFailure.Unexpected, $"{path} is not a core file that can be read: {found}");

    internal static OutsideException NoProgram(string program) => new(
        OutsideFailure.NotNode,
        $"the core file is of {program}, which is not here, or another file by now: a core file is read with the program that left it");

    internal static OutsideException NotNode(string what) => new(
        OutsideFailure.NotNode,
        $"{what} is no Node.js that can be read from outside: it has no postmortem metadata of V8 (v8dbg_ symbols)");

    internal static OutsideException Unsupported(string found) => new(
        OutsideFailure.Unsupported, $"{found}; read from outside are Node.js 18, 20, 22, 24 and 26 on Linux x64");

    internal static OutsideException Unexpected(string found) => new(
        OutsideFailure.Unexpected, $"the heap does not look as it should: {found}; take a snapshot through the inspector instead");

    internal static OutsideException TooSlow(string what, TimeSpan limit) => new(
        OutsideFailure.TooSlow,
        $"{what} took longer than {limit.TotalMilliseconds:0} ms, and the process was let go: allow a longer pause");

    internal static OutsideException NoRoom(long neededBytes, long availableBytes) => new(
        OutsideFailure.NoRoom,
        $"a copy of the heap takes {neededBytes >> 20} MB, and {availableBytes >> 20} MB are free: run this where there is more memory");
}

/// <summary>What kept a heap from being read.</summary>
public enum OutsideFailure
{
    NotPermitted,
    Gone,
    NotNode,
    Unsupported,
    Unexpected,
    TooSlow,
    NoRoom,
}
