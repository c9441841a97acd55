using Heapwise.Outside.Layouts;
using Heapwise.Outside.Objects;
using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Naming;

/// <summary>
/// The class of an object as V8's <c>JSReceiver::GetConstructorName</c> finds it: the map's constructor, then <c>toStringTag</c> and
/// <c>constructor</c> along the prototypes, then what kind of object it is. Depends on the map alone, but for objects that keep
/// properties in a dictionary of their own.
/// </summary>
internal sealed class ClassNames
{
    private const int MaxChain = 64;

    private readonly HeapImage _image;
    private readonly HeapLayout _layout;
    private readonly ObjectMaps _maps;
    private readonly HeapStrings _strings;
    private readonly Functions _functions;
    private readonly OwnProperties _properties;
    private readonly NameTable _names;
    private readonly List<ObjectClass?> _byMap = [];
    private readonly int _constructor;
    private readonly int _tag;

    public ClassNames(
        HeapImage image, HeapLayout layout, ObjectMaps maps, HeapStrings strings, Functions functions, OwnProperties properties,
        NameTable names)
    {
        (_image, _layout, _maps, _strings) = (image, layout, maps, strings);
        (_functions, _properties, _names) = (functions, properties, names);
        (_constructor, _tag) = (names.Intern("constructor"), names.Intern("<symbol Symbol.toStringTag>"));
    }

    /// <summary>The class of an object that a program can see.</summary>
    public ObjectClass Of(uint slot, ObjectMap map)
    {
        while (_byMap.Count <= map.Index) _byMap.Add(null);
        if (_byMap[map.Index] is { } known) return known;
        var own = _properties.Of(map);
        var (name, constructor) = Find(slot, map, own);
        var found = new ObjectClass(_names.Intern(name), _image.Target(constructor));
        if (!own.IsDictionary) _byMap[map.Index] = found;
        return found;
    }

    /// <summary>The word of a map's constructor, behind the maps that it was made from.</summary>
    private ulong ConstructorOf(ObjectMap map)
    {
        var word = _image.WordAt(map.Slot, HeapLayout.MapConstructor);
        for (var i = 0; i < MaxChain && _maps.OfTarget(word) is { Role: ObjectRole.Map }; i++)
            word = _image.WordAt(_image.Target(word), HeapLayout.MapConstructor);
        var isPair = _maps.OfTarget(word) is { } found && _layout.Types.NameOf(found.Type) == "TUPLE2_TYPE";
        return isPair ? _image.WordAt(_image.Target(word), 8) : word;
    }

    /// <summary>The name by which people know a function; empty if it has none.</summary>
    private string FunctionName(ulong function)
    {
        if (_maps.OfTarget(function) is not { Role: ObjectRole.Function }) return "";
        var shared = _functions.SharedOf(_image.Target(function));
        if (shared == 0) return "";
        var name = _strings.Read(_functions.NameOf(shared));
        return name.Length > 0 ? name : _strings.Read(_functions.InferredNameOf(shared));
    }

    /// <summary>The name, and the word of the function that it is from; 0 if it is from none.</summary>
    private (string Name, ulong Constructor) Find(uint slot, ObjectMap map, MapProperties own)
    {
        var constructor = ConstructorOf(map);
        if (own is { IsBaseConstructed: true, IsPrototype: false })
        {
            if (FunctionName(constructor) is { Length: > 0 } name && name != "Object") return (name, constructor);
            if (TemplateName(constructor) is { Length: > 0 } template) return (template, 0);
        }

        return FindAlongPrototypes(slot, map) ?? (NameOfKind(map, constructor), 0);
    }

    /// <summary>The class name of a C++ template: the first string that it holds.</summary>
    private string TemplateName(ulong word)
    {
        if (_maps.OfTarget(word) is not { } map || _layout.Types.NameOf(map.Type) != "FUNCTION_TEMPLATE_INFO_TYPE") return "";
        var template = _image.Target(word);
        for (var i = 1u; i < map.Words; i++)
        {
            if (_maps.OfTarget(_image[template + i]) is { IsString: true }) return _strings.Read(_image[template + i]);
        }

        return "";
    }

    private (string Name, ulong Constructor)? FindAlongPrototypes(uint slot, ObjectMap map)
    {
        var (current, currentMap) = (slot, map);
        for (var i = 0; i < MaxChain; i++)
        {
            var tag = _strings.Read(_properties.Find(current, currentMap, _tag));
            if (tag.Length > 0) return (tag, 0);
            var constructor = i == 0 ? 0 : _properties.Find(current, currentMap, _constructor);
            if (FunctionName(constructor) is { Length: > 0 } name && name != "Object") return (name, constructor);
            var prototype = _image.WordAt(currentMap.Slot, HeapLayout.MapPrototype);
            if (_maps.OfTarget(prototype) is not { } next || !_layout.Types.IsReceiver(next.Type)) return null;
            (current, currentMap) = (_image.Target(prototype), next);
        }

        return null;
    }

    private string NameOfKind(ObjectMap map, ulong constructor) => map.Role switch
    {
        ObjectRole.Function or ObjectRole.BoundFunction => "Function",
        ObjectRole.JsArray => "Array",
        ObjectRole.Generator => "Generator", // a suspended call of an async function, too
        ObjectRole.GlobalObject or ObjectRole.GlobalProxy => "global",
        _ when TemplateName(constructor) is { Length: > 0 } template => template,
        ObjectRole.Object or ObjectRole.Internal => "Object",
        _ => FunctionName(constructor) is { Length: > 0 } name ? name : "Object",
    };
}
