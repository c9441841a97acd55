namespace Heapwise.Outside.Stopping;

/// <summary>A thread that stands still.</summary>
/// <param name="Id">Its id; the process's own for the main thread.</param>
/// <param name="Registers">All general registers, in the order of the system's <c>user_regs_struct</c>.</param>
internal sealed record StoppedThread(int Id, ulong[] Registers)
{
    private const int FrameIndex = 4;
    private const int StackIndex = 19;

    public ulong FramePointer => Registers[FrameIndex];

    public ulong StackPointer => Registers[StackIndex];
}
