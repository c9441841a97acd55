using System.Diagnostics.CodeAnalysis;

namespace Heapwise.Server.Snapshots;

/// <summary>
/// The latest answers to expensive questions, each computed once however many ask at the same time. An answer that failed is not kept.
/// </summary>
/// <param name="capacity">The least recently used is dropped beyond it.</param>
internal sealed class KeptAnswers<
    TKey, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TValue>(int capacity)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(TKey Key, Lazy<TValue> Value)> _byUse = [];

    public TValue Get(TKey key, Func<TValue> compute)
    {
        Lazy<TValue> value;
        lock (_lock) value = Find_NeedsLock(key, compute);
        try
        {
            return value.Value;
        }
        catch
        {
            lock (_lock)
            {
                if (_byUse.FirstOrDefault(kept => kept.Value == value) is { Value: not null } failed) _byUse.Remove(failed);
            }

            throw;
        }
    }

    private Lazy<TValue> Find_NeedsLock(TKey key, Func<TValue> compute)
    {
        for (var at = _byUse.First; at is not null; at = at.Next)
        {
            if (!EqualityComparer<TKey>.Default.Equals(at.Value.Key, key)) continue;
            _byUse.Remove(at);
            _byUse.AddFirst(at);
            return at.Value.Value;
        }

        var value = new Lazy<TValue>(compute);
        _byUse.AddFirst((key, value));
        if (_byUse.Count > capacity) _byUse.RemoveLast();
        return value;
    }
}
