using Heapwise.Outside.Memory;

namespace Heapwise.Outside.Roots;

/// <summary>
/// Finds what the isolate points to and no metadata describes, by its shape: the same on all versions. Pointers to it never change
/// while the process lives, so it is found before the process is stopped.
/// </summary>
internal sealed class HandleFinder(ITargetMemory memory, IsolateBlock isolate)
{
    private const int ProbeWords = 12;
    private const int NodeIndexByte = 2;

    private readonly ulong[] _isolate = memory.ReadWords(isolate.Start, isolate.End);

    public HandlePlaces Find()
    {
        var pointers = _isolate.Where(memory.Regions.MayPointToData).Distinct().ToList();
        var records = memory.ReadWordsEach(pointers, ProbeWords);
        return new HandlePlaces(FindNodeSpace(pointers, records), FindScopes(pointers, records), FindEternal(pointers, records));
    }

    /// <summary>Whether words are a block of global handles: each node says which of the block's it is.</summary>
    public static bool IsNodeBlock(ulong[] words) => words.Length >= HandlePlaces.NodesInBlock * HandlePlaces.NodeWords
        && Enumerable.Range(0, HandlePlaces.NodesInBlock)
            .All(node => (byte)(words[(node * HandlePlaces.NodeWords) + 1] >> (NodeIndexByte * 8)) == node);

    /// <summary>
    /// <c>GlobalHandles</c> owns a <c>NodeSpace</c>, whose first word leads back, and which leads to the first of its blocks.
    /// </summary>
    private ulong FindNodeSpace(List<ulong> pointers, ulong[][] records)
    {
        var owners = new List<ulong>();
        var spaces = new List<ulong>();
        for (var i = 0; i < records.Length; i++)
        {
            foreach (var word in records[i].Where(memory.Regions.MayPointToData))
            {
                owners.Add(pointers[i]);
                spaces.Add(word);
            }
        }

        var contents = memory.ReadWordsEach(spaces, ProbeWords);
        for (var i = 0; i < contents.Length; i++)
        {
            if (contents[i].Length == 0 || contents[i][0] != owners[i]) continue;
            foreach (var block in contents[i].Skip(1).Where(memory.Regions.MayPointToData))
            {
                if (IsNodeBlock(memory.ReadWords(block, block + (HandlePlaces.BlockWords * 8)))) return block;
            }
        }

        return 0;
    }

    /// <summary>
    /// <c>HandleScopeImplementer</c>: the isolate's address, and then a vector (data, capacity, size) of blocks, in the last of which
    /// the isolate's current handle scope ends.
    /// </summary>
    private ulong FindScopes(List<ulong> pointers, ulong[][] records)
    {
        for (var i = 0; i < records.Length; i++)
        {
            if (records[i] is not [var owner, var data, var capacity, var size, ..]) continue;
            if (owner < isolate.Start || owner >= isolate.Start + 64 || size == 0 || size > capacity || capacity > 1 << 20) continue;
            if (!memory.Regions.MayPointToData(data)) continue;
            if (HandlePlaces.LastBlock(memory, data, size) is var last and not 0 && FindScopeData(last) >= 0) return pointers[i];
        }

        return 0;
    }

    private int FindScopeData(ulong lastBlock) => HandlePlaces.FindScopeData(_isolate, lastBlock);

    /// <summary><c>EternalHandles</c>: how many there are, and then a vector (begin, end, end of room) of blocks of 256.</summary>
    private ulong FindEternal(List<ulong> pointers, ulong[][] records)
    {
        for (var i = 0; i < records.Length; i++)
        {
            if (records[i] is not [var count, var begin, var end, var room, ..]) continue;
            var handles = (uint)count;
            if (handles is 0 or > 1 << 20 || end <= begin || room < end || (end - begin) / 8 != (handles + 255) / 256) continue;
            if (!memory.Regions.MayPointToData(begin)) continue;
            var blocks = memory.ReadWords(begin, end);
            if (blocks.Length > 0 && blocks.All(memory.Regions.MayPointToData) && AreObjects(blocks[0])) return pointers[i];
        }

        return 0;
    }

    private bool AreObjects(ulong block) =>
        memory.ReadWords(block, block + 64) is { Length: 8 } words && words.All(word => (word & 3) == 1);
}
