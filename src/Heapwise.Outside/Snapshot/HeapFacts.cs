using Heapwise.Outside.Layouts;
using Heapwise.Outside.Marking;
using Heapwise.Outside.Memory;
using Heapwise.Outside.Naming;
using Heapwise.Outside.Objects;
using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Snapshot;

/// <summary>All that is known of a copied heap, for those who make nodes and edges of it.</summary>
internal sealed class HeapFacts
{
    public HeapFacts(
        ITargetMemory memory, HeapLayout layout, HeapImage image, ObjectMaps maps, ObjectBodies bodies, LiveObjects live, NameTable names)
    {
        (Layout, Image, Maps, Bodies, Live, Names) = (layout, image, maps, bodies, live, names);
        Strings = new HeapStrings(image, maps, memory);
        Scopes = new ScopeInfos(image, layout, maps, bodies);
        Functions = new Functions(image, layout, maps, Scopes);
        PropertyNames = new PropertyNames(image, maps, Strings, names);
        Properties = new OwnProperties(image, layout, maps, bodies, PropertyNames);
        Classes = new ClassNames(image, layout, maps, Strings, Functions, Properties, names);
        Positions = new ScriptPositions(image, Functions, Strings);
    }

    public HeapLayout Layout { get; }

    public HeapImage Image { get; }

    public ObjectMaps Maps { get; }

    public ObjectBodies Bodies { get; }

    public LiveObjects Live { get; }

    public NameTable Names { get; }

    public HeapStrings Strings { get; }

    public ScopeInfos Scopes { get; }

    public Functions Functions { get; }

    public PropertyNames PropertyNames { get; }

    public OwnProperties Properties { get; }

    public ClassNames Classes { get; }

    public ScriptPositions Positions { get; }

    public string TypeNameOf(ObjectMap map) => Layout.Types.NameOf(map.Type);
}
