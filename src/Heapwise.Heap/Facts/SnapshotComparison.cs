using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Facts;

/// <summary>
/// Chrome DevTools' Comparison: both snapshots are classified by the later one's interfaces, and within each class nodes
/// are matched by id. Nodes of shallow size 0 do not count. Time: sorting the ids of both (cached with each graph), then one merge.
/// </summary>
internal static class SnapshotComparison
{
    public static IReadOnlyList<ClassChange> Compare(HeapGraph before, ClassAssignment beforeClasses, HeapGraph after, ClassAssignment afterClasses)
    {
        var rows = new Rows();
        var ofBefore = rows.Map(beforeClasses);
        var ofAfter = rows.Map(afterClasses);
        var oldOrder = before.Columns.IdOrder.Nodes;
        var newOrder = after.Columns.IdOrder.Nodes;
        int i = 0, j = 0;
        while (i < oldOrder.Length || j < newOrder.Length)
        {
            var (oldNode, newNode) = (i < oldOrder.Length ? oldOrder[i] : -1, j < newOrder.Length ? newOrder[j] : -1);
            var oldId = oldNode < 0 ? long.MaxValue : before.Columns.Ids.Get(oldNode);
            var newId = newNode < 0 ? long.MaxValue : after.Columns.Ids.Get(newNode);
            if (oldNode >= 0 && (newNode < 0 || oldId <= newId)) i++;
            else oldNode = -1;
            if (newNode >= 0 && (oldNode < 0 || newId <= oldId)) j++;
            else newNode = -1;
            var oldSize = oldNode < 0 ? 0 : before.Columns.Sizes.Get(oldNode);
            var newSize = newNode < 0 ? 0 : after.Columns.Sizes.Get(newNode);
            if (oldSize > 0 && newSize > 0 && ofBefore[beforeClasses.ClassOf[oldNode]] == ofAfter[afterClasses.ClassOf[newNode]]) continue;
            if (oldSize > 0) rows.Remove(ofBefore[beforeClasses.ClassOf[oldNode]], oldSize);
            if (newSize > 0) rows.Add(ofAfter[afterClasses.ClassOf[newNode]], newSize);
        }

        return rows.ToList();
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
