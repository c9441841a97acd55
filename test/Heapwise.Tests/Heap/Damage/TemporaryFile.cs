namespace Heapwise.Tests.Heap.Damage;

/// <summary>A file in the system's folder for such, gone with the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(byte[] content) => File.WriteAllBytes(Path, content);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"heapwise-{Guid.NewGuid():N}.heapsnapshot");

    public void Dispose() => File.Delete(Path);
}
