using Heapwise.Outside.Layouts;
using Heapwise.Outside.Objects;
using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Naming;

/// <summary>The names of properties: strings as they are, symbols as <c>&lt;symbol …&gt;</c>. Each key is read once.</summary>
internal sealed class PropertyNames(HeapImage image, ObjectMaps maps, HeapStrings strings, NameTable names)
{
    private readonly Dictionary<uint, int> _byKey = [];
    private readonly JsonText _text = new();

    /// <summary>The name of a key; null if a word is no key.</summary>
    public int? Of(ulong key) => image.Target(key) is var slot and not 0 ? OfSlot(slot, "") : null;

    /// <summary>The name with a word in front, as that of a getter.</summary>
    public int? Of(ulong key, string prefix) => image.Target(key) is var slot and not 0 ? Read(slot, prefix) : null;

    private int? OfSlot(uint slot, string prefix)
    {
        if (_byKey.TryGetValue(slot, out var known)) return known;
        if (Read(slot, prefix) is not { } name) return null;
        _byKey.Add(slot, name);
        return name;
    }

    private int? Read(uint slot, string prefix)
    {
        if (maps.Of(slot) is not { } map) return null;
        _text.Clear();
        if (map.IsString)
        {
            _text.Add(prefix);
            strings.AppendTo(_text, slot, HeapStrings.MaxNameLength);
        }
        else if (map.Role == ObjectRole.Symbol)
        {
            AddSymbol(slot);
        }
        else return null;

        return names.Intern(_text.Bytes);
    }

    /// <summary>The names of private members begin with <c>#</c>, and stand for themselves.</summary>
    private void AddSymbol(uint slot)
    {
        var description = image.Target(image.WordAt(slot, HeapLayout.SymbolName));
        var isNamed = description != 0 && maps.Of(description) is { IsString: true };
        var isMember = isNamed && strings.Read(image.WordAt(slot, HeapLayout.SymbolName), maxLength: 1) == "#";
        if (!isMember) _text.Add(isNamed ? "<symbol " : "<symbol");
        if (isNamed) strings.AppendTo(_text, description, HeapStrings.MaxNameLength);
        if (!isMember) _text.Add(">");
    }
}
