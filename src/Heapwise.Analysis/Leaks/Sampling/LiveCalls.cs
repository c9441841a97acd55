using Heapwise.Analysis.Allocations;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Leaks.Sampling;

/// <summary>
/// The calls of several profiles in one tree, with what each interval between two profiles added to what they keep alive. A profile shows
/// what was allocated since the sampling began and is alive when it is read. Next to the tree of all calls there is one of the program's
/// functions alone, because what leads to them, and what they call, differs from call to call. Where no function of the program is on a
/// stack, those of libraries take their place. Cost: a pass over the frames of each profile.
/// </summary>
internal sealed class LiveCalls
{
    private readonly int _intervals;
    private readonly List<Call> _calls = [];
    private readonly List<Call> _ofProgram = [];
    private readonly Dictionary<(int Parent, FunctionKey Function), int> _known = [];
    private readonly Dictionary<(int Parent, FunctionKey Function), int> _knownOfProgram = [];

    /// <param name="profiles">One after each round, the first after the warm-up.</param>
    public LiveCalls(IReadOnlyList<AllocationProfile> profiles)
    {
        _intervals = profiles.Count - 1;
        _ofProgram.Add(new Call(default, -1, -1, _intervals));
        for (var round = 0; round < profiles.Count; round++) Add(profiles[round], round);
        foreach (var call in _calls) _ofProgram[call.InProgram].AddOwn(call);
        for (var at = _ofProgram.Count - 1; at > 0; at--) _ofProgram[_ofProgram[at].Parent].AddBelow(_ofProgram[at]);
    }

    /// <summary>No function: those that are called first are called by it.</summary>
    public Call Root => _ofProgram[0];

    /// <param name="call">Position in the tree of the program.</param>
    public Call At(int call) => _ofProgram[call];

    /// <summary>The functions of the program from the one that is called first to this one.</summary>
    public IReadOnlyList<AllocationFrame> ChainOf(int call)
    {
        List<AllocationFrame> chain = [];
        for (var at = call; at > 0; at = _ofProgram[at].Parent) chain.Add(_ofProgram[at].Frame);
        chain.Reverse();
        return chain;
    }

    /// <summary>
    /// All functions on the stack by which a function of the program, or what it calls besides the program, allocates most: from call to
    /// call the one below which most is allocated, as long as that is more than what the caller allocates itself.
    /// </summary>
    public IReadOnlyList<AllocationFrame> LargestStackOf(int call)
    {
        var below = new Dictionary<int, List<int>>();
        var bytes = new long[_calls.Count];
        for (var at = _calls.Count - 1; at >= 0; at--)
        {
            if (_calls[at].InProgram != call) continue;
            bytes[at] += _calls[at].OwnBytes.Sum();
            var parent = _calls[at].Parent;
            var isTop = parent < 0 || _calls[parent].InProgram != call;
            if (!isTop) bytes[parent] += bytes[at];
            var caller = isTop ? -1 : parent;
            if (!below.TryGetValue(caller, out var called)) below.Add(caller, called = []);
            called.Add(at);
        }

        var largest = -1;
        while (below.TryGetValue(largest, out var called))
        {
            var next = called.MaxBy(at => bytes[at]);
            if (largest >= 0 && bytes[next] <= _calls[largest].OwnBytes.Sum()) break;
            largest = next;
        }

        List<AllocationFrame> stack = [];
        for (var at = largest; at >= 0; at = _calls[at].Parent) stack.Add(_calls[at].Frame);
        stack.Reverse();
        return stack;
    }

    private void Add(AllocationProfile profile, int round)
    {
        var places = new int[profile.Frames.Count];
        for (var i = 0; i < places.Length; i++)
        {
            var frame = profile.Frames[i];
            places[i] = frame.Parent < 0 ? -1 : PlaceOf(frame, places[frame.Parent]);
            if (places[i] < 0) continue;
            _calls[places[i]].Count(round, frame);
        }
    }

    private int PlaceOf(AllocationFrame frame, int parent)
    {
        var key = (parent, FunctionKey.Of(frame));
        if (_known.TryGetValue(key, out var place)) return place;
        _known.Add(key, place = _calls.Count);
        _calls.Add(new Call(frame, parent, InProgram(frame, parent < 0 ? 0 : _calls[parent].InProgram), _intervals));
        return place;
    }

    /// <summary>The nearest function of the program in the tree of the program, the frame itself included.</summary>
    private int InProgram(AllocationFrame frame, int above)
    {
        var isBelowProgram = above > 0 && _ofProgram[above].Frame.Owner == CodeOwner.Application;
        if (frame.Owner == CodeOwner.Runtime || (frame.Owner == CodeOwner.Library && isBelowProgram)) return above;
        var parent = frame.Owner == CodeOwner.Application && !isBelowProgram ? 0 : above;
        var key = (parent, FunctionKey.Of(frame));
        if (_knownOfProgram.TryGetValue(key, out var place)) return place;
        _knownOfProgram.Add(key, place = _ofProgram.Count);
        _ofProgram.Add(new Call(frame, parent, place, _intervals));
        _ofProgram[parent].Add(place);
        return place;
    }

    private readonly record struct FunctionKey(string Function, string File, int Line, int Column)
    {
        public static FunctionKey Of(AllocationFrame frame) => new(frame.Function, frame.File, frame.Line, frame.Column);
    }

    /// <summary>A function, called in one way.</summary>
    /// <param name="frame">The function.</param>
    /// <param name="parent">Position of the caller; -1 where there is none.</param>
    /// <param name="inProgram">Position in the tree of the program.</param>
    /// <param name="intervals">Between two profiles each.</param>
    internal sealed class Call(AllocationFrame frame, int parent, int inProgram, int intervals)
    {
        private readonly List<int> _called = [];
        private readonly long[] _ownBytes = new long[intervals];
        private readonly long[] _bytes = new long[intervals];
        private readonly long[] _samples = new long[intervals];
        private readonly long[] _buffers = new long[intervals];

        public AllocationFrame Frame => frame;

        public int Parent => parent;

        public int InProgram => inProgram;

        /// <summary>Positions in the tree of the program of the functions that it calls; only for one of that tree.</summary>
        public IReadOnlyList<int> Called => _called;

        /// <summary>What each interval added to what the function itself keeps alive.</summary>
        public IReadOnlyList<long> OwnBytes => _ownBytes;

        /// <summary>The same with what the functions called by it do.</summary>
        public IReadOnlyList<long> Bytes => _bytes;

        /// <summary>The samples behind that.</summary>
        public IReadOnlyList<long> Samples => _samples;

        /// <summary>Those of them that are views or ArrayBuffers, which have memory outside of the heap.</summary>
        public IReadOnlyList<long> BufferSamples => _buffers;

        public void Add(int called) => _called.Add(called);

        /// <summary>What is alive after a round was added by the interval before it; the next one adds the difference.</summary>
        public void Count(int round, AllocationFrame seen)
        {
            Add(round - 1, 1);
            Add(round, -1);

            void Add(int interval, int sign)
            {
                if (interval < 0 || interval >= intervals) return;
                _ownBytes[interval] += sign * seen.SelfBytes;
                _samples[interval] += sign * seen.SelfCount;
                if (BufferMakers.Contains(seen.Function)) _buffers[interval] += sign * seen.SelfCount;
            }
        }

        public void AddOwn(Call call)
        {
            for (var i = 0; i < intervals; i++)
            {
                _ownBytes[i] += call._ownBytes[i];
                _bytes[i] += call._ownBytes[i];
                _samples[i] += call._samples[i];
                _buffers[i] += call._buffers[i];
            }
        }

        public void AddBelow(Call call)
        {
            for (var i = 0; i < intervals; i++)
            {
                _bytes[i] += call._bytes[i];
                _samples[i] += call._samples[i];
                _buffers[i] += call._buffers[i];
            }
        }

        private static readonly HashSet<string> BufferMakers = new(StringComparer.Ordinal)
        {
            "ArrayBuffer", "SharedArrayBuffer", "FastBuffer", "createUnsafeBuffer", "Uint8Array", "Int8Array", "Uint8ClampedArray",
            "Uint16Array", "Int16Array", "Uint32Array", "Int32Array", "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array",
            "DataView", "allocate", "fromStringFast", "fromArrayLike",
        };
    }
}
