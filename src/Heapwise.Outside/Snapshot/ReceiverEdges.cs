using Heapwise.Heap.Graph;
using Heapwise.Outside.Layouts;
using Heapwise.Outside.Naming;
using Heapwise.Outside.Objects;

namespace Heapwise.Outside.Snapshot;

/// <summary>The edges of objects that a program can see: properties, elements, prototype, and what each kind has of its own.</summary>
internal sealed class ReceiverEdges(HeapFacts facts, NodeEdges edges, BackingStores stores)
{
    private const int FastElements = 2;
    private const int HoleyElements = 3;
    private const int NumberEntryWords = 3;
    private const int CellName = 8;
    private const int CellValue = 24;

    private readonly int _prototype = facts.Names.Intern("__proto__");

    public void Add()
    {
        if (edges.Map.Role == ObjectRole.ArrayBuffer)
        {
            stores.Add(edges);
            return; // V8 names nothing else of it
        }

        var properties = facts.Properties.Of(edges.Map);
        AddProperties(properties);
        AddElements(properties.ElementsKind);
        edges.Named(EdgeType.Property, _prototype, facts.Image.WordAt(edges.Map.Slot, HeapLayout.MapPrototype));
        AddOwn();
        edges.Internal("properties", HeapLayout.Properties, "(object properties)");
        edges.Internal("elements", HeapLayout.Elements, "(object elements)");
    }

    private void AddProperties(MapProperties properties)
    {
        foreach (var property in properties.Items)
        {
            if (property.Details is { IsField: true, IsNumber: true }) continue;
            AddProperty(property.Name, property.Key, property.Details, facts.Properties.ValueOf(edges.Slot, property), property.Word);
        }

        if (!properties.IsDictionary) return;
        if (edges.Map.Role == ObjectRole.GlobalObject)
        {
            AddGlobals();
            return;
        }

        foreach (var (key, value, details) in facts.Properties.DictionaryOf(edges.Slot))
        {
            if (facts.PropertyNames.Of(key) is { } name) AddProperty(name, key, details, value, word: -1);
        }
    }

    private void AddProperty(int name, ulong key, PropertyDetails details, ulong value, int word)
    {
        if (!details.IsAccessor || facts.Maps.OfTarget(value) is not { Role: ObjectRole.AccessorPair })
        {
            if (!details.IsAccessor) edges.Named(name == facts.Names.Empty ? EdgeType.Internal : EdgeType.Property, name, value, word);
            return;
        }

        edges.Named(EdgeType.Property, name, value, word);
        var pair = facts.Image.Target(value);
        AddAccessor(key, "get ", facts.Image.WordAt(pair, HeapLayout.Getter));
        AddAccessor(key, "set ", facts.Image.WordAt(pair, HeapLayout.Setter));
    }

    private void AddAccessor(ulong key, string prefix, ulong function)
    {
        if (facts.Maps.OfTarget(function) is { Role: not ObjectRole.Oddball } && facts.PropertyNames.Of(key, prefix) is { } name)
            edges.Named(EdgeType.Property, name, function);
    }

    /// <summary>Properties of the global object are in cells of their own, which know their names.</summary>
    private void AddGlobals()
    {
        var word = facts.Image.WordAt(edges.Slot, HeapLayout.Properties);
        if (facts.Maps.OfTarget(word) is not { } map) return;
        var table = facts.Image.Target(word);
        foreach (var entry in Dictionaries.EntriesOf(facts.Image, table, facts.Bodies.Of(table, map), entryWords: 1))
        {
            if (facts.Maps.OfTarget(facts.Image[entry]) is not { Role: ObjectRole.PropertyCell }) continue;
            var cell = facts.Image.Target(facts.Image[entry]);
            var key = facts.Image.WordAt(cell, CellName);
            var details = new PropertyDetails(facts.Image.SmallIntegerAt(cell, 16));
            if (facts.PropertyNames.Of(key) is { } name) AddProperty(name, key, details, facts.Image.WordAt(cell, CellValue), word: -1);
        }
    }

    private void AddElements(int kind)
    {
        var word = facts.Image.WordAt(edges.Slot, HeapLayout.Elements);
        if (facts.Maps.OfTarget(word) is not { Role: ObjectRole.Array } map) return;
        var array = facts.Image.Target(word);
        var body = facts.Bodies.Of(array, map);
        if (kind is FastElements or HoleyElements) AddFastElements(array, body);
        else if (kind == facts.Layout.DictionaryElements) AddDictionaryElements(array, body);
    }

    private void AddFastElements(uint array, ObjectBody body)
    {
        var first = HeapLayout.Items / 8;
        var count = body.PointerWords - first;
        if (edges.Map.Role == ObjectRole.JsArray) count = Math.Min(count, facts.Image.SmallIntegerAt(edges.Slot, HeapLayout.ArrayLength));
        for (var i = 0; i < count; i++)
        {
            var value = facts.Image[array + (uint)(first + i)];
            if ((value & 1) != 0 && !IsHole(value)) edges.Named(EdgeType.Element, i, value);
        }
    }

    private void AddDictionaryElements(uint table, ObjectBody body)
    {
        foreach (var entry in Dictionaries.EntriesOf(facts.Image, table, body, NumberEntryWords))
        {
            var key = facts.Image[entry];
            if ((key & 1) == 0) edges.Named(EdgeType.Element, (int)(key >> 32), facts.Image[entry + 1]);
            else if (facts.Maps.OfTarget(key) is { Role: ObjectRole.Number })
            {
                var index = (uint)BitConverter.UInt64BitsToDouble(facts.Image.WordAt(facts.Image.Target(key), 8));
                edges.Named(EdgeType.Property, facts.Names.Intern($"{index}"), facts.Image[entry + 1]); // too large for an index
            }
        }
    }

    private bool IsHole(ulong word) => facts.Maps.OfTarget(word) is { Role: ObjectRole.Oddball } map
        && (facts.TypeNameOf(map) == "HOLE_TYPE" || OddballText(word) == "hole");

    private string OddballText(ulong word) =>
        facts.Strings.Read(facts.Image.WordAt(facts.Image.Target(word), HeapLayout.OddballText));

    private void AddOwn()
    {
        switch (edges.Map.Role)
        {
            case ObjectRole.Function: AddFunction(); break;
            case ObjectRole.BoundFunction: AddBoundFunction(); break;
            case ObjectRole.Collection: edges.Internal("table", HeapLayout.CollectionTable); break;
            case ObjectRole.Promise: edges.Internal("reactions_or_result", HeapLayout.FirstField); break;
            case ObjectRole.WeakRef: edges.Weak("target", HeapLayout.WeakRefTarget); break;
            case ObjectRole.ArrayBufferView: edges.Internal("buffer", HeapLayout.FirstField); break;
            case ObjectRole.GlobalObject:
                edges.Internal("native_context", HeapLayout.FirstField);
                edges.Internal("global_proxy", HeapLayout.FirstField + 8);
                break;
            case ObjectRole.Generator:
                edges.Internal("function", HeapLayout.FirstField);
                edges.Internal("context", HeapLayout.FirstField + 8);
                edges.Internal("receiver", HeapLayout.FirstField + 16);
                edges.Internal("parameters_and_registers", HeapLayout.FirstField + 48);
                break;
        }
    }

    private void AddFunction()
    {
        var offset = HeapLayout.FunctionPrototypeOrMap;
        if (offset / 8 < edges.Words && facts.Layout.FunctionShared < offset)
        {
            var word = facts.Image.WordAt(edges.Slot, offset);
            if (edges.Is(offset, ObjectRole.Map))
            {
                var prototype = facts.Image.WordAt(facts.Image.Target(word), HeapLayout.MapPrototype);
                edges.Named(EdgeType.Property, facts.Names.Intern("prototype"), prototype);
                edges.Internal("initial_map", offset);
            }
            else if (edges.MapAt(offset) is { } map && facts.Layout.Types.IsReceiver(map.Type))
                edges.Named(EdgeType.Property, facts.Names.Intern("prototype"), word, offset / 8);
        }

        edges.Internal("feedback_cell", facts.Layout.FunctionFeedbackCell, "(function feedback cell)");
        edges.Internal("shared", facts.Layout.FunctionShared);
        edges.Internal("context", facts.Layout.FunctionContext, "(context)");
    }

    private void AddBoundFunction()
    {
        edges.Internal("bound_function", HeapLayout.FirstField);
        edges.Internal("bound_this", HeapLayout.FirstField + 8);
        edges.Internal("bindings", HeapLayout.FirstField + 16, "(bound arguments)");
        var word = facts.Image.WordAt(edges.Slot, HeapLayout.FirstField + 16);
        if (facts.Maps.OfTarget(word) is not { Role: ObjectRole.Array } map) return;
        var array = facts.Image.Target(word);
        var body = facts.Bodies.Of(array, map);
        var first = HeapLayout.Items / 8;
        for (var i = first; i < body.PointerWords; i++)
            edges.Named(EdgeType.Shortcut, facts.Names.Intern($"bound_argument_{i - first}"), facts.Image[array + (uint)i]);
    }
}
