namespace Heapwise.Diagnosis.Runs;

/// <summary>Progress handed on where it arises: <see cref="Progress{T}"/> would queue and reorder it.</summary>
public sealed class Relay<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
