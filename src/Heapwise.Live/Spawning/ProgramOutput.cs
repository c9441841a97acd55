namespace Heapwise.Live.Spawning;

/// <summary>
/// Passes both outputs of a program on to one stream as they arrive, without the inspector's own lines. Used by one reader for each output.
/// </summary>
internal sealed class ProgramOutput(Stream destination) : IDisposable
{
    private const int BufferBytes = 16 << 10;

    private readonly SemaphoreSlim _writing = new(1, 1);
    private Stream _destination = destination;

    /// <summary>Reads the source to its end.</summary>
    /// <param name="source">An output of the program.</param>
    /// <param name="chatter">Removes the inspector's lines; null where there are none.</param>
    public async Task PassOnAsync(Stream source, InspectorChatter? chatter)
    {
        var buffer = new byte[BufferBytes];
        List<byte> passed = [];
        while (await source.ReadAsync(buffer) is > 0 and var count)
        {
            if (chatter is null) passed.AddRange(buffer.AsSpan(0, count));
            else chatter.Push(buffer.AsSpan(0, count), passed);
            await WriteAsync(passed);
        }

        chatter?.Finish(passed);
        await WriteAsync(passed);
    }

    /// <summary>Once both outputs have been read to their end. The destination is the caller's.</summary>
    public void Dispose() => _writing.Dispose();

    private async Task WriteAsync(List<byte> passed)
    {
        if (passed.Count == 0) return;
        await _writing.WaitAsync();
        try
        {
            await _destination.WriteAsync(passed.ToArray());
            await _destination.FlushAsync();
        }
        catch (Exception problem) when (problem is IOException or ObjectDisposedException)
        {
            _destination = Stream.Null; // nobody reads it any more, and the program must not block on it
        }
        finally
        {
            _writing.Release();
            passed.Clear();
        }
    }
}
