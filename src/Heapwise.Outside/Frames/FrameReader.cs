using Heapwise.Outside.Layouts;
using Heapwise.Outside.Memory;
using Heapwise.Outside.Naming;
using Heapwise.Outside.Objects;
using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Frames;

/// <summary>
/// Reads the frames of JavaScript functions on a stack. Each has, whatever compiled it, the address of its caller's frame where its frame
/// pointer leads to, the function's context in the word below, and the function in the one below that. The chain is followed as long as
/// V8's own code is in it. C++ keeps no chain: behind it, the next words that look like a frame are taken for one. What lies below the
/// first frame is not looked at, because C++ leaves old frames in its buffers.
/// </summary>
internal sealed class FrameReader
{
    private const int MaxFrames = 256;
    private const int MinIndex = 2;

    // Numbers of frames by which C++ calls JavaScript: the frames behind them are not V8's.
    private const ulong Entry = 2;
    private const ulong ConstructEntry = 4;
    private const ulong MaxMarker = 128;
    private const int MaxNameLength = 4096;

    private readonly HeapImage _image;
    private readonly ObjectMaps _maps;
    private readonly Functions _functions;
    private readonly HeapStrings _strings;
    private readonly ScriptPositions _positions;

    public FrameReader(HeapImage image, HeapLayout layout, ITargetMemory memory)
    {
        _image = image;
        _maps = new ObjectMaps(image, layout);
        _strings = new HeapStrings(image, _maps, memory);
        _functions = new Functions(image, layout, _maps, new ScopeInfos(image, layout, _maps, new ObjectBodies(image, layout, _maps)));
        _positions = new ScriptPositions(image, _functions, _strings);
    }

    /// <param name="start">The address of the first word.</param>
    /// <param name="stack">The words of a stack, from its pointer up.</param>
    /// <param name="first">The innermost frame.</param>
    /// <returns>Frames from the innermost on.</returns>
    public List<ProgramFrame> Read(ulong start, ReadOnlySpan<ulong> stack, ulong first)
    {
        var frames = new List<ProgramFrame>();
        var length = (ulong)stack.Length;
        for (var at = IndexOf(first); at >= MinIndex && at < stack.Length && frames.Count < MaxFrames;)
        {
            var isFunction = IsFunction(stack, at);
            if (isFunction && FrameOf(_image.Target(stack[at - 2])) is { } frame) frames.Add(frame);
            var caller = IndexOf(stack[at]);
            at = (isFunction || IsStub(stack[at - 1])) && caller > at ? caller : NextFunction(stack, at + 1);
        }

        return frames;

        int IndexOf(ulong address) =>
            address < start || (address & 7) != 0 || (address - start) / 8 >= length ? -1 : (int)((address - start) / 8);
    }

    private int NextFunction(ReadOnlySpan<ulong> stack, int at)
    {
        while (at < stack.Length && !IsFunction(stack, at)) at++;
        return at;
    }

    private bool IsFunction(ReadOnlySpan<ulong> stack, int at) =>
        at >= MinIndex
        && _maps.OfTarget(stack[at - 1]) is { Role: ObjectRole.Context or ObjectRole.NativeContext }
        && _maps.OfTarget(stack[at - 2]) is { Role: ObjectRole.Function };

    /// <summary>Whether a frame is one of V8's between functions: it has a number where functions have their context.</summary>
    private static bool IsStub(ulong marker) => (marker & 1) == 0 && marker < MaxMarker && marker is not (Entry or ConstructEntry);

    /// <returns>Null for functions of V8's own, which are in no script.</returns>
    private ProgramFrame? FrameOf(uint function)
    {
        var shared = _functions.SharedOf(function);
        var script = shared == 0 ? 0 : _functions.ScriptOf(shared);
        if (script == 0) return null;
        var name = _strings.Read(_functions.NameOf(shared));
        if (name.Length == 0) name = _strings.Read(_functions.InferredNameOf(shared));
        var file = _strings.Read(_image.WordAt(script, HeapLayout.ScriptName), MaxNameLength);
        var position = _positions.Of(shared);
        return new ProgramFrame(name, file, position?.Line + 1, position?.Column + 1);
    }
}
