using Heapwise.Outside.Memory;

namespace Heapwise.Outside.Roots;

/// <summary>Where the handles of an isolate are; each 0 if it was not found.</summary>
/// <param name="FirstNodeBlock">The first block of global handles, each of which leads to the next.</param>
/// <param name="Scopes">What owns the blocks of local handles.</param>
/// <param name="Eternal">What owns the blocks of eternal handles.</param>
internal sealed record HandlePlaces(ulong FirstNodeBlock, ulong Scopes, ulong Eternal)
{
    internal const int NodesInBlock = 256;
    internal const int NodeWords = 4;
    internal const int BlockWords = (NodesInBlock * NodeWords) + 1;
    private const int NodeStateShift = 24;
    private const int NodeStateMask = 3;
    private const int Strong = 1;
    private const int Weak = 2;
    private const int MaxBlocks = 1 << 16;
    private const ulong ScopeBlockBytes = 8176;
    private const int EternalInBlock = 256;

    /// <summary>The global handles, in two lists: those that keep objects alive, and those that do not.</summary>
    public IEnumerable<RootWords> ReadGlobal(ITargetMemory memory)
    {
        var (strong, weak) = (new List<ulong>(), new List<ulong>());
        var block = FirstNodeBlock;
        for (var i = 0; i < MaxBlocks && block != 0; i++)
        {
            var words = memory.ReadWords(block, block + (BlockWords * 8));
            if (words.Length < BlockWords || !HandleFinder.IsNodeBlock(words)) break;
            for (var at = 0; at < NodesInBlock * NodeWords; at += NodeWords)
            {
                var state = (int)(words[at + 1] >> NodeStateShift) & NodeStateMask;
                if (state == Strong) strong.Add(words[at]);
                else if (state == Weak) weak.Add(words[at]);
            }

            block = words[BlockWords - 1];
        }

        return [new RootWords(RootKind.GlobalHandle, [.. strong]), new RootWords(RootKind.WeakGlobalHandle, [.. weak])];
    }

    /// <summary>The local handles: whole blocks, and the last up to where the isolate says.</summary>
    /// <param name="memory">The target, standing still.</param>
    /// <param name="isolate">The isolate's words at that moment.</param>
    public RootWords ReadScopes(ITargetMemory memory, ulong[] isolate)
    {
        var handles = new List<ulong>();
        if (Scopes != 0 && memory.ReadWords(Scopes, Scopes + 32) is [_, var data, _, var size and > 0 and < MaxBlocks])
        {
            var blocks = memory.ReadWords(data, data + (size * 8));
            foreach (var block in blocks)
            {
                var end = block + ScopeBlockBytes;
                if (block == blocks[^1] && FindScopeData(isolate, block) is var at and >= 0) end = isolate[at];
                handles.AddRange(memory.ReadWords(block, end));
            }
        }

        return new RootWords(RootKind.HandleScope, [.. handles]);
    }

    public RootWords ReadEternal(ITargetMemory memory)
    {
        var handles = new List<ulong>();
        if (Eternal != 0 && memory.ReadWords(Eternal, Eternal + 24) is [var count, var begin, var end])
        {
            var left = (int)(uint)count;
            foreach (var block in memory.ReadWords(begin, end))
            {
                var held = Math.Min(EternalInBlock, left);
                if (held <= 0) break;
                handles.AddRange(memory.ReadWords(block, block + (ulong)(held * 8)));
                left -= held;
            }
        }

        return new RootWords(RootKind.EternalHandle, [.. handles]);
    }

    /// <summary>The address of a vector's last block; 0 if it cannot be read.</summary>
    internal static ulong LastBlock(ITargetMemory memory, ulong data, ulong size) =>
        memory.ReadWords(data + ((size - 1) * 8), data + (size * 8)) is [var last] ? last : 0;

    /// <summary>
    /// Which word of the isolate is its <c>HandleScopeData</c>: where the next handle goes, and then where the last block ends.
    /// Negative if there is none.
    /// </summary>
    internal static int FindScopeData(ulong[] isolate, ulong lastBlock)
    {
        for (var i = 0; i + 1 < isolate.Length; i++)
        {
            if (isolate[i + 1] == lastBlock + ScopeBlockBytes && isolate[i] >= lastBlock && isolate[i] <= isolate[i + 1]) return i;
        }

        return -1;
    }
}
