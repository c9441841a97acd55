using Heapwise.Heap.Columns;

namespace Heapwise.Outside.Snapshot;

/// <summary>
/// Ids for the objects of one process over several captures: the same object has the same id, and what is new has a higher one than all
/// before, as with V8's own. From outside there are only addresses and contents. An object is taken for the one that was at its address in
/// the capture before if it is of the same type and does not differ in everything that an object of that type keeps. One that has moved
/// gets a new id: V8 moves the young, and the old when it compacts pages. Ids begin at random, so that those of two runs do not meet.
/// Takes 18 bytes an object between two captures. One thread at a time.
/// </summary>
public sealed class ObjectIdentities : IDisposable
{
    /// <summary>The first id that an object may have; those below are left to roots.</summary>
    public const long MinId = 1 << 16;

    private const long BeginningStep = 1 << 24;
    private const int Beginnings = 32;
    private readonly bool _isAlone;
    private Capture _before = new(0);
    private Capture _now = new(0);
    private long _next;
    private int _at;

    /// <summary>Identities for a series of captures.</summary>
    public ObjectIdentities()
        : this(MinId + (Random.Shared.Next(Beginnings) * BeginningStep), isAlone: false)
    {
    }

    internal ObjectIdentities(long beginning, bool isAlone) => (_next, _isAlone) = (beginning | 1, isAlone);

    /// <summary>For a single capture, which is compared with none: nothing is kept.</summary>
    internal static ObjectIdentities Alone() => new(MinId, isAlone: true);

    /// <summary>Begins a capture of so many objects.</summary>
    internal void Begin(int count)
    {
        _at = 0;
        if (!_isAlone) _now = new Capture(count);
    }

    /// <summary>The id of the next object. Objects come in the order of their keys.</summary>
    /// <param name="key">The address; what is read-only comes before all else, which its highest bit may say.</param>
    /// <param name="type">The instance type.</param>
    /// <param name="evidence">See <see cref="Evidence"/>.</param>
    internal long Next(ulong key, int type, uint evidence)
    {
        if (_isAlone) return NewId();
        while (_at < _before.Count && _before.Keys[_at] < key) _at++;
        var isKnown = _at < _before.Count && _before.Keys[_at] == key && _before.Types[_at] == (ushort)type
            && Evidence.MayBeOne(_before.Evidence[_at], evidence);
        var id = isKnown ? _before.Ids[_at] : NewId();
        _now.Add(key, (ushort)type, evidence, (uint)id);
        return id;
    }

    /// <summary>Ends the capture: the next one is compared with it.</summary>
    internal void End()
    {
        if (_isAlone) return;
        _before.Dispose();
        (_before, _now) = (_now, new Capture(0));
    }

    public void Dispose()
    {
        _before.Dispose();
        _now.Dispose();
    }

    private long NewId()
    {
        var id = _next;
        _next += 2;
        if (id > uint.MaxValue) throw new InvalidOperationException("more objects than there are ids");
        return id;
    }

    private sealed class Capture(int count) : IDisposable
    {
        public NativeColumn<ulong> Keys { get; } = new(count, zeroed: false);

        public NativeColumn<ushort> Types { get; } = new(count, zeroed: false);

        public NativeColumn<uint> Evidence { get; } = new(count, zeroed: false);

        public NativeColumn<uint> Ids { get; } = new(count, zeroed: false);

        public int Count { get; private set; }

        public void Add(ulong key, ushort type, uint evidence, uint id)
        {
            Keys[Count] = key;
            Types[Count] = type;
            Evidence[Count] = evidence;
            Ids[Count++] = id;
        }

        public void Dispose()
        {
            Keys.Dispose();
            Types.Dispose();
            Evidence.Dispose();
            Ids.Dispose();
        }
    }
}
