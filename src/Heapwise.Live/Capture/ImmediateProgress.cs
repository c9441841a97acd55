namespace Heapwise.Live.Capture;

/// <summary>Reports on the thread that makes the progress; <see cref="Progress{T}"/> would queue and reorder the reports.</summary>
internal sealed class ImmediateProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
