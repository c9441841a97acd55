using System.Globalization;
using System.Text;
using Heapwise.Heap.Graph;
using Heapwise.Outside.Layouts;
using Heapwise.Outside.Naming;
using Heapwise.Outside.Objects;

namespace Heapwise.Outside.Snapshot;

/// <summary>The type and the name of a node, as V8's snapshot generator chooses them.</summary>
internal sealed class NodeDescriptions(HeapFacts facts)
{
    private readonly Dictionary<int, int> _systemNames = [];
    private readonly JsonText _text = new();

    public NodeType KindOf(uint slot, ObjectMap map) => map.Role switch
    {
        ObjectRole.String => StringShape.RepresentationOf(map.Type) switch
        {
            StringShape.Concatenated => NodeType.ConcatenatedString,
            StringShape.Sliced => NodeType.SlicedString,
            _ => NodeType.String,
        },
        ObjectRole.Symbol => IsPrivate(slot) ? NodeType.Hidden : NodeType.Symbol,
        ObjectRole.Number => NodeType.Number,
        ObjectRole.BigInt => NodeType.BigInt,
        ObjectRole.Function or ObjectRole.BoundFunction => NodeType.Closure,
        ObjectRole.RegExp => NodeType.RegExp,
        ObjectRole.Array or ObjectRole.EphemeronTable => NodeType.Array,
        ObjectRole.Code or ObjectRole.SharedFunctionInfo or ObjectRole.Script or ObjectRole.ScopeInfo or ObjectRole.FeedbackCell
            or ObjectRole.AllocationSite or ObjectRole.BytecodeArray => NodeType.Code,
        ObjectRole.ObjectShape or ObjectRole.DescriptorArray or ObjectRole.Cell => NodeType.ObjectShape,
        ObjectRole.Map => facts.Image.PageOf(slot).IsReadOnly ? NodeType.Hidden : NodeType.ObjectShape,
        ObjectRole.Context => NodeType.Object,
        >= ObjectRole.Object => NodeType.Object,
        _ => NodeType.Hidden,
    };

    /// <summary>The number of the name; that of the empty one where what refers to the object names it.</summary>
    public int NameOf(uint slot, ObjectMap map)
    {
        var names = facts.Names;
        return map.Role switch
        {
            ObjectRole.String => StringNameOf(slot, map),
            ObjectRole.Symbol => names.Intern(IsPrivate(slot) ? "private symbol" : "symbol"),
            ObjectRole.Number => names.Intern("heap number"),
            ObjectRole.BigInt => names.Intern("bigint"),
            ObjectRole.Oddball => OddballNameOf(slot, map),
            ObjectRole.Function => TextOf(facts.Functions.SharedOf(slot) is var shared and not 0 ? facts.Functions.NameOf(shared) : 0),
            ObjectRole.BoundFunction => names.Intern("native_bind"),
            ObjectRole.RegExp => TextOf(facts.Image.WordAt(slot, HeapLayout.RegExpSource)),
            ObjectRole.SharedFunctionInfo => TextOf(facts.Functions.NameOf(slot)) is var name && name != names.Empty
                ? name
                : names.Intern("(shared function info)"),
            ObjectRole.Script => TextOf(facts.Image.WordAt(slot, HeapLayout.ScriptName)),
            ObjectRole.Array or ObjectRole.EphemeronTable => names.Empty,
            ObjectRole.Context => names.Intern("system / Context"),
            >= ObjectRole.Object => facts.Classes.Of(slot, map).Name,
            _ => SystemNameOf(map),
        };
    }

    private bool IsPrivate(uint slot) => (facts.Image.Int32At(slot, HeapLayout.SymbolFlags) & facts.Layout.Version.PrivateSymbolBits) != 0;

    private int StringNameOf(uint slot, ObjectMap map)
    {
        switch (StringShape.RepresentationOf(map.Type))
        {
            case StringShape.Concatenated: return facts.Names.Intern("(concatenated string)");
            case StringShape.Sliced: return facts.Names.Intern("(sliced string)");
        }

        _text.Clear();
        facts.Strings.AppendTo(_text, slot, HeapStrings.MaxNameLength);
        return facts.Names.Intern(_text.Bytes);
    }

    private int TextOf(ulong word)
    {
        if (facts.Maps.OfTarget(word) is not { IsString: true }) return facts.Names.Empty;
        _text.Clear();
        facts.Strings.AppendTo(_text, facts.Image.Target(word), HeapStrings.MaxNameLength);
        return facts.Names.Intern(_text.Bytes);
    }

    private int OddballNameOf(uint slot, ObjectMap map)
    {
        if (map.Words * 8 <= HeapLayout.OddballText) return SystemNameOf(map);
        var text = facts.Image.WordAt(slot, HeapLayout.OddballText);
        return facts.Maps.OfTarget(text) is { IsString: true } ? TextOf(text) : SystemNameOf(map);
    }

    /// <summary>Such as <c>system / FeedbackVector</c> for <c>FEEDBACK_VECTOR_TYPE</c>.</summary>
    private int SystemNameOf(ObjectMap map)
    {
        if (_systemNames.TryGetValue(map.Type, out var known)) return known;
        var words = facts.TypeNameOf(map).Split('_', StringSplitOptions.RemoveEmptyEntries);
        if (words is [.., "TYPE"]) words = words[..^1];
        var name = new StringBuilder("system / ");
        foreach (var word in words)
            name.Append(word == "JS" ? word : word[..1] + word[1..].ToLower(CultureInfo.InvariantCulture));
        var number = facts.Names.Intern(name.ToString());
        _systemNames.Add(map.Type, number);
        return number;
    }
}
