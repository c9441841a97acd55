using Heapwise.Heap.Columns;

namespace Heapwise.Outside.Snapshot;

/// <summary>
/// Ids for the objects of one process over several captures: the same object has the same id, and what is new has a higher one than all
/// before, as with V8's own. From outside there are only addresses and contents. An object is taken for the one that was at its address in
/// the capture before if it is of the same type and looks alike (see <see cref="Evidence"/>); one that has moved is found through what
/// refers to it (see <see cref="MovedObjects"/>). Ids begin at random, so that those of two runs do not meet. Between two captures it keeps
/// the graph of the first and 26 bytes an object. One thread at a time.
/// </summary>
public sealed class ObjectIdentities : IDisposable
{
    /// <summary>The first id that an object may have; those below are left to roots.</summary>
    public const long MinId = 1 << 16;

    private const long BeginningStep = 1 << 24;
    private const int Beginnings = 32;
    private readonly bool _isAlone;
    private Capture? _before;
    private Capture? _now;
    private long _next;
    private int _at;
    private int _count;

    /// <summary>Identities for a series of captures.</summary>
    public ObjectIdentities()
        : this(MinId + (Random.Shared.Next(Beginnings) * BeginningStep), isAlone: false)
    {
    }

    private ObjectIdentities(long beginning, bool isAlone) => (_next, _isAlone) = (beginning | 1, isAlone);

    /// <summary>Whether objects must be told: not those of a single capture, which is compared with none.</summary>
    internal bool Compares => !_isAlone;

    /// <summary>Of the last capture that was compared: objects that were at their addresses, and those that had moved.</summary>
    public (int Stayed, int Moved) LastFound { get; private set; }

    /// <summary>For a single capture, which is compared with none.</summary>
    internal static ObjectIdentities Alone() => new(MinId, isAlone: true);

    /// <summary>Begins a capture of so many objects, whose nodes follow each other from this one on.</summary>
    internal void Begin(int firstNode, int count)
    {
        _now?.Dispose();
        _now = new Capture(firstNode, _isAlone ? 0 : count);
        _count = count;
        _at = 0;
    }

    /// <summary>Tells the next object, where this compares. Objects come in the order of their keys.</summary>
    /// <param name="key">The address; what is read-only comes before all else, which its highest bit may say.</param>
    /// <param name="type">The instance type.</param>
    /// <param name="evidence">See <see cref="Evidence"/>.</param>
    /// <param name="number">The first number in its fields; 0 if there is none.</param>
    internal void Add(ulong key, int type, ulong evidence, int number)
    {
        var earlier = -1;
        if (_before is { } before)
        {
            while (_at < before.Count && before.Keys[_at] < key) _at++;
            var isKnown = _at < before.Count && before.Keys[_at] == key && before.Types[_at] == (ushort)type
                && Evidence.MayBeOne(before.Evidence[_at], evidence);
            if (isKnown) earlier = before.FirstNode + _at;
        }

        _now!.Add(key, (ushort)type, evidence, number, earlier); // there is one between Begin and Keep
    }

    /// <summary>Gives the objects of the graph, which is complete otherwise, their ids.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="stamp">A node that is new in each capture.</param>
    internal void Number(SnapshotGraph graph, int stamp)
    {
        var now = _now!;
        if (_before is { } before)
        {
            var moved = new MovedObjects(before, now, graph);
            LastFound = (moved.Stayed, moved.Follow());
        }

        for (var i = 0; i < _count; i++)
        {
            var earlier = _isAlone ? -1 : now.Earlier[i];
            graph.SetId(now.FirstNode + i, earlier < 0 ? NewId() : _before!.Graph!.IdOf(earlier));
        }

        graph.SetId(stamp, NewId());
    }

    /// <summary>Keeps the graph, which is disposed with this: the next capture is compared with it.</summary>
    internal void Keep(SnapshotGraph graph)
    {
        _before?.Dispose();
        (_before, _now) = (_now, null);
        _before!.Graph = graph;
    }

    public void Dispose()
    {
        _before?.Dispose();
        _now?.Dispose();
    }

    private long NewId()
    {
        var id = _next;
        _next += 2;
        if (id > uint.MaxValue) throw new InvalidOperationException("more objects than there are ids");
        return id;
    }

    /// <summary>The objects of a capture, in the order of their keys.</summary>
    internal sealed class Capture(int firstNode, int count) : IDisposable
    {
        public int FirstNode => firstNode;

        public int Count { get; private set; }

        public NativeColumn<ulong> Keys { get; } = new(count, zeroed: false);

        public NativeColumn<ushort> Types { get; } = new(count, zeroed: false);

        public NativeColumn<ulong> Evidence { get; } = new(count, zeroed: false);

        public NativeColumn<int> Numbers { get; } = new(count, zeroed: false);

        /// <summary>Each one's node in the capture before; negative where it is not known to have been there.</summary>
        public NativeColumn<int> Earlier { get; } = new(count, zeroed: false);

        public SnapshotGraph? Graph { get; set; }

        public void Add(ulong key, ushort type, ulong evidence, int number, int earlier)
        {
            Keys[Count] = key;
            Types[Count] = type;
            Evidence[Count] = evidence;
            Numbers[Count] = number;
            Earlier[Count++] = earlier;
        }

        public bool HasNode(int node) => node >= firstNode && node < firstNode + Count;

        public void Dispose()
        {
            Keys.Dispose();
            Types.Dispose();
            Evidence.Dispose();
            Numbers.Dispose();
            Earlier.Dispose();
            Graph?.Dispose();
        }
    }
}
