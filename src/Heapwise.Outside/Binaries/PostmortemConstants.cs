using Heapwise.Outside.Failures;

namespace Heapwise.Outside.Binaries;

/// <summary>
/// V8's postmortem metadata: numbers in the binary under names that begin with <c>v8dbg_</c>, made for debuggers. The generator
/// guesses them from V8's source, so names come, go and change their last part, which is the field's C++ type:
/// <c>class_Map__prototype__HeapObject</c> is <c>class_Map__prototype__Tagged_JSPrototype_</c> in later versions. A field is
/// therefore looked up without its type.
/// </summary>
internal sealed class PostmortemConstants
{
    public const string Prefix = "v8dbg_";

    private readonly Dictionary<string, int> _byName;
    private readonly Dictionary<string, int> _byField = new(StringComparer.Ordinal);

    /// <param name="constants">Names without <see cref="Prefix"/>.</param>
    public PostmortemConstants(IEnumerable<KeyValuePair<string, int>> constants)
    {
        _byName = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (name, value) in constants.OrderBy(constant => constant.Key, StringComparer.Ordinal))
        {
            _byName[name] = value;
            if (!name.StartsWith("class_", StringComparison.Ordinal)) continue;
            var end = name.LastIndexOf("__", StringComparison.Ordinal);
            if (end > 0) _byField.TryAdd(name["class_".Length..end].Replace("__", ".", StringComparison.Ordinal), value);
        }
    }

    public int Count => _byName.Count;

    /// <summary>Instance types: V8's name in capitals, and the number.</summary>
    public IEnumerable<(string Name, int Value)> InstanceTypes =>
        from constant in _byName
        where constant.Key.StartsWith("type_", StringComparison.Ordinal)
        let at = constant.Key.LastIndexOf("__", StringComparison.Ordinal)
        where at > 0
        select (constant.Key[(at + 2)..], constant.Value);

    /// <summary>The offset of a field by any of its names, such as <c>Map.prototype</c>; null if the binary has none of them.</summary>
    public int? FindField(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (_byField.TryGetValue(name, out var value)) return value;
        }

        return null;
    }

    /// <exception cref="OutsideException">The binary has none of the names.</exception>
    public int Field(params ReadOnlySpan<string> names) =>
        FindField(names) ?? throw OutsideException.Unexpected($"V8's metadata lacks {string.Join(" and ", names.ToArray())}");

    /// <exception cref="OutsideException">The binary does not have it.</exception>
    public int Value(string name) =>
        _byName.TryGetValue(name, out var value) ? value : throw OutsideException.Unexpected($"V8's metadata lacks {name}");
}
