using System.Runtime.CompilerServices;
using Heapwise.Outside.Layouts;
using Heapwise.Outside.Objects;
using Heapwise.Outside.Pages;
using Heapwise.Outside.Roots;

namespace Heapwise.Outside.Marking;

/// <summary>
/// Finds the live objects, as V8's collector would: everything that strong pointers lead to from the roots. The value of a weak
/// collection is live where its table and its key are. Linear in the pointers, but for chains of weak collections.
///
/// What the collector would have freed is not found, and no more is what lies in memory that was freed before. A strong pointer
/// that leads to no object shows that the heap was being moved about when it was copied; they are counted. The stack comes last: its words
/// include stale ones, which lead to dead objects, whose pointers no collection has corrected.
/// </summary>
internal sealed class Marker(HeapImage image, ObjectMaps maps, ObjectBodies bodies, LiveObjects live)
{
    private readonly List<uint> _ephemerons = [];
    private uint[] _pending = new uint[1 << 16];
    private int _pendingCount;

    /// <summary>Strong pointers that led to no object, between objects that more than a word on the stack keeps alive.</summary>
    public long BrokenPointers { get; private set; }

    /// <summary>Tables of weak collections, by slot.</summary>
    public IReadOnlyList<uint> Ephemerons => _ephemerons;

    public void Mark(IEnumerable<RootWords> roots)
    {
        var strong = roots.Where(root => root.Kind != RootKind.WeakGlobalHandle).ToLookup(root => root.Kind == RootKind.Stack);
        MarkFrom(strong[false]);
        var broken = BrokenPointers;
        MarkFrom(strong[true]);
        BrokenPointers = broken;
        live.Number();
    }

    private void MarkFrom(IEnumerable<RootWords> roots)
    {
        foreach (var root in roots)
        {
            foreach (var word in root.Words) Reach(word, fromRoot: true);
        }

        Drain();
        while (ReachEphemeronValues()) Drain();
    }

    private void Drain()
    {
        while (_pendingCount > 0)
        {
            var slot = _pending[--_pendingCount];
            var map = maps.Of(slot)!; // it had one when it was reached
            var body = bodies.Of(slot, map);
            var words = body.PointerWords;
            if (map.Role == ObjectRole.EphemeronTable)
            {
                _ephemerons.Add(slot);
                words = Math.Min(words, EphemeronTable.HeaderWords);
            }

            var hasWeak = WeakFields.HasWeak(map.Role);
            for (var i = 0; i < words; i++)
            {
                if (hasWeak && WeakFields.IsWeak(map.Role, i * 8)) continue;
                Reach(image[slot + (uint)i], fromRoot: false);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reach(ulong word, bool fromRoot)
    {
        var slot = image.Target(word);
        if (slot != 0 && !live[slot]) ReachNew(slot, fromRoot);
    }

    private void ReachNew(uint slot, bool fromRoot)
    {
        var map = maps.Of(slot);
        if (map is null || map.Shape == BodyShape.Free || bodies.Of(slot, map).Bytes == 0)
        {
            // What is read-only is never moved: where that has no object, V8 14 has a value that stands for none (a hole).
            if (!fromRoot && !image.PageOf(slot).IsReadOnly) BrokenPointers++;
            return;
        }

        live.Add(slot);
        if (_pendingCount == _pending.Length) Array.Resize(ref _pending, _pendingCount * 2);
        _pending[_pendingCount++] = slot;
    }

    private bool ReachEphemeronValues()
    {
        foreach (var table in _ephemerons)
        {
            var body = bodies.Of(table, maps.Of(table)!); // reached, so it has a map
            foreach (var key in EphemeronTable.KeysOf(body))
            {
                if (IsLive(image[table + (uint)key])) Reach(image[table + (uint)key + 1], fromRoot: false);
            }
        }

        return _pendingCount > 0;
    }

    /// <summary>Numbers and what is outside the copied heap live always.</summary>
    private bool IsLive(ulong word) => image.Target(word) is var slot && (slot == 0 || live[slot]);
}
