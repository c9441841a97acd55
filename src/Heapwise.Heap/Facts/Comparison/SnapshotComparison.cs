using Heapwise.Heap.Columns;
using Heapwise.Heap.Facts.Classes;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts.Comparison;

/// <summary>
/// Chrome DevTools' Comparison. Both snapshots are classified by the later one's interfaces, and within each class, nodes are
/// matched by id. Nodes of shallow size 0 do not count. Time: one pass over both. Memory: the id table of the earlier one.
/// </summary>
internal static class SnapshotComparison
{
    public static IReadOnlyList<ClassChange> Compare(
        HeapGraph before,
        ClassAssignment beforeClasses,
        HeapGraph after,
        ClassAssignment afterClasses)
    {
        var rows = new Rows();
        var ofBefore = rows.Map(beforeClasses);
        var ofAfter = rows.Map(afterClasses);
        var pairing = new Pairing(before, after);
        for (var node = 0; node < after.NodeCount; node++)
        {
            var size = after.Columns.Sizes.Get(node);
            var partner = pairing.TakePartner(node);
            var partnerSize = partner < 0 ? 0 : before.Columns.Sizes.Get(partner);
            var row = size > 0 ? ofAfter[afterClasses.ClassOf[node]] : -1;
            var partnerRow = partnerSize > 0 ? ofBefore[beforeClasses.ClassOf[partner]] : -1;
            if (row == partnerRow) continue;
            if (row >= 0) rows.Add(row, size);
            if (partnerRow >= 0) rows.Remove(partnerRow, partnerSize);
        }

        for (var node = 0; node < before.NodeCount; node++)
        {
            if (pairing.HasPartner(node)) continue;
            var size = before.Columns.Sizes.Get(node);
            if (size > 0) rows.Remove(ofBefore[beforeClasses.ClassOf[node]], size);
        }

        return rows.ToList();
    }

    /// <summary>
    /// Finds the same object in the earlier snapshot by its id. If ids repeat, which V8 never writes, the first is paired with the
    /// first.
    /// </summary>
    private sealed class Pairing
    {
        private readonly HeapGraph _after;
        private readonly NodeIdTable _table;
        private readonly NodeBits _hasPartner;
        private readonly Dictionary<long, Queue<int>>? _repeats;

        public Pairing(HeapGraph before, HeapGraph after)
        {
            _after = after;
            _table = before.Columns.IdTable;
            _hasPartner = new NodeBits(before.NodeCount);
            if (!_table.HasRepeats) return;
            _repeats = [];
            for (var node = 0; node < before.NodeCount; node++)
            {
                var id = before.Columns.Ids.Get(node);
                if (!_repeats.TryGetValue(id, out var nodes)) _repeats.Add(id, nodes = new Queue<int>());
                nodes.Enqueue(node);
            }
        }

        /// <summary>The earlier node that is the same object as a later one, or -1. Each is returned once.</summary>
        public int TakePartner(int node)
        {
            var id = _after.Columns.Ids.Get(node);
            var partner = _repeats is null ? _table.Find(id) : TakeRepeat(_repeats, id);
            return partner >= 0 && _hasPartner.Add(partner) ? partner : -1;
        }

        public bool HasPartner(int node) => _hasPartner[node];

        private static int TakeRepeat(Dictionary<long, Queue<int>> repeats, long id) =>
            repeats.TryGetValue(id, out var nodes) && nodes.TryDequeue(out var first) ? first : -1;
    }

    private sealed class Rows
    {
        private readonly Dictionary<string, int> _byKey = new(StringComparer.Ordinal);
        private readonly List<Row> _rows = [];

        public int[] Map(ClassAssignment classes)
        {
            var map = new int[classes.Count];
            for (var i = 0; i < map.Length; i++)
            {
                var key = classes.KeyOf(i);
                if (!_byKey.TryGetValue(key, out map[i]))
                {
                    _byKey.Add(key, map[i] = _rows.Count);
                    _rows.Add(new Row(classes.NameOf(i), key));
                }
            }

            return map;
        }

        public void Add(int row, long bytes)
        {
            _rows[row].Added++;
            _rows[row].AddedBytes += bytes;
        }

        public void Remove(int row, long bytes)
        {
            _rows[row].Removed++;
            _rows[row].RemovedBytes += bytes;
        }

        public IReadOnlyList<ClassChange> ToList() =>
        [
            .. _rows.Where(row => row.Added + row.Removed > 0)
                .Select(row => new ClassChange(row.Name, row.Key, row.Added, row.Removed, row.AddedBytes, row.RemovedBytes))
                .OrderByDescending(row => row.DeltaBytes).ThenBy(row => row.Key, StringComparer.Ordinal),
        ];

        private sealed class Row(string name, string key)
        {
            public string Name => name;

            public string Key => key;

            public int Added { get; set; }

            public int Removed { get; set; }

            public long AddedBytes { get; set; }

            public long RemovedBytes { get; set; }
        }
    }
}
