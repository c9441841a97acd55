using System.Globalization;
using Heapwise.Heap.Graph;
using Heapwise.Outside.Layouts;

namespace Heapwise.Outside.Snapshot;

/// <summary>The named edges of V8's own objects.</summary>
internal sealed class InternalEdges(HeapFacts facts, NodeEdges edges)
{
    private const int ContextFirstSlot = HeapLayout.Items / 8;
    private const int MinContextSlots = 2;
    private const int ContextExtension = 2;

    public void Add()
    {
        switch (edges.Map.Role)
        {
            case ObjectRole.String: AddString(); break;
            case ObjectRole.Symbol: edges.Internal("name", HeapLayout.SymbolName); break;
            case ObjectRole.Array: AddArray(); break;
            case ObjectRole.EphemeronTable: AddEphemeronTable(); break;
            case ObjectRole.WeakArray: edges.Numbered(HeapLayout.Items / 8, withWeak: true); break;
            case ObjectRole.DescriptorArray: AddDescriptors(); break;
            case ObjectRole.Map: AddMap(); break;
            case ObjectRole.Context: AddContext(); break;
            case ObjectRole.NativeContext: AddNativeContext(); break;
            case ObjectRole.SharedFunctionInfo: AddSharedFunctionInfo(); break;
            case ObjectRole.Script: AddScript(); break;
            case ObjectRole.FeedbackCell: edges.Internal("value", HeapLayout.FeedbackCellValue); break;
            case ObjectRole.Cell: edges.Internal("value", HeapLayout.CellValue); break;
            case ObjectRole.PropertyCell: AddPropertyCell(); break;
            case ObjectRole.AccessorPair: AddAccessorPair(); break;
            case ObjectRole.WeakCell: AddWeakCell(); break;
            case ObjectRole.BytecodeArray: TagConstants(); break;
            case ObjectRole.ScopeInfo: TagLocalNames(); break;
        }

        if (!IsListed(edges.Map.Role)) edges.Rest();
    }

    /// <summary>Whether every pointer of such an object has got its edge already.</summary>
    private static bool IsListed(ObjectRole role) =>
        role is ObjectRole.Array or ObjectRole.WeakArray or ObjectRole.EphemeronTable or ObjectRole.DescriptorArray;

    private void AddString()
    {
        switch (Objects.StringShape.RepresentationOf(edges.Map.Type))
        {
            case Objects.StringShape.Concatenated when edges.Map.Words > 0:
                edges.Internal("first", HeapLayout.StringPayload);
                edges.Internal("second", HeapLayout.StringSecond);
                break;
            case Objects.StringShape.Sliced:
                edges.Internal("parent", HeapLayout.StringPayload);
                break;
            case Objects.StringShape.Thin:
                edges.Internal("actual", HeapLayout.StringPayload);
                break;
        }
    }

    private void AddArray()
    {
        var countWords = edges.Map.Shape == BodyShape.List ? 1 : 0;
        edges.Numbered((HeapLayout.Items / 8) + countWords, withWeak: true);
    }

    /// <summary>Keys and values are held weakly; a pair's edges are drawn by <see cref="EphemeronEdges"/>.</summary>
    private void AddEphemeronTable()
    {
        for (var word = Marking.EphemeronTable.HeaderWords; word < edges.Words; word++)
            edges.Weak((word - (HeapLayout.Items / 8)).ToString(CultureInfo.InvariantCulture), word * 8);
    }

    private void AddDescriptors()
    {
        edges.Internal("enum_cache", facts.Layout.DescriptorsHeader - 8);
        edges.Numbered(facts.Layout.DescriptorsHeader / 8, withWeak: true);
    }

    private void AddMap()
    {
        var transitions = facts.Image.WordAt(edges.Slot, HeapLayout.MapTransitions);
        if ((transitions & 3) == 3) edges.Weak("transition", HeapLayout.MapTransitions);
        else
        {
            var isInfo = edges.MapAt(HeapLayout.MapTransitions) is { } map && facts.TypeNameOf(map) == "PROTOTYPE_INFO_TYPE";
            edges.Internal(isInfo ? "prototype_info" : "transitions", HeapLayout.MapTransitions);
        }

        edges.Internal("descriptors", HeapLayout.MapDescriptors, "(map descriptors)");
        edges.Internal("prototype", HeapLayout.MapPrototype);
        edges.Internal(ConstructorEdge(), HeapLayout.MapConstructor);
        edges.Internal("dependent_code", HeapLayout.MapDependentCode, "(dependent code)");
    }

    private string ConstructorEdge() => edges.MapAt(HeapLayout.MapConstructor)?.Role switch
    {
        ObjectRole.Map => "back_pointer",
        ObjectRole.NativeContext => "native_context",
        ObjectRole.Internal => "constructor_function_data",
        _ => "constructor",
    };

    private void AddContext()
    {
        var scopeWord = facts.Image[edges.Slot + ContextFirstSlot];
        if (facts.Maps.OfTarget(scopeWord) is { Role: ObjectRole.ScopeInfo })
        {
            var scope = facts.Image.Target(scopeWord);
            var hasExtension = HasExtension(scope);
            AddVariables(scope, hasExtension ? MinContextSlots + 1 : MinContextSlots);
            if (hasExtension) edges.Internal("extension", (ContextFirstSlot + ContextExtension) * 8);
        }

        AddContextHeader();
    }

    private void AddNativeContext()
    {
        const int GlobalObject = ContextFirstSlot + 2;
        edges.Internal(facts.Layout.Version.HasContextsAtRoot ? "global_object" : "extension", GlobalObject * 8);
        edges.Internal("global_proxy_object", (GlobalObject + 1) * 8);
        AddContextHeader();
    }

    private void AddContextHeader()
    {
        edges.Internal("scope_info", ContextFirstSlot * 8);
        edges.Internal("previous", (ContextFirstSlot + 1) * 8);
    }

    /// <summary>Modules keep themselves in a slot of their context, and functions what a sloppy <c>eval</c> declares.</summary>
    private bool HasExtension(uint scope)
    {
        if (facts.TypeNameOf(edges.Map) is "MODULE_CONTEXT_TYPE" or "WITH_CONTEXT_TYPE") return true;
        var own = facts.Scopes.FunctionContextSlotOf(scope) is null ? 0 : 1;
        return edges.Words - ContextFirstSlot - facts.Scopes.LocalCountOf(scope) - own > MinContextSlots;
    }

    private void AddVariables(uint scope, int header)
    {
        foreach (var (key, index) in facts.Scopes.LocalsOf(scope)) AddVariable(key, header + index);
        if (facts.Scopes.FunctionContextSlotOf(scope) is { } slot) AddVariable(facts.Scopes.FunctionNameOf(scope), slot);
    }

    private void AddVariable(ulong key, int slot)
    {
        var word = ContextFirstSlot + slot;
        if (slot < 0 || word >= edges.Words || facts.PropertyNames.Of(key) is not { } name) return;
        edges.Named(EdgeType.Context, name, facts.Image[edges.Slot + (uint)word], word);
    }

    private void AddSharedFunctionInfo()
    {
        edges.Internal("name_or_scope_info", facts.Layout.SharedName);
        edges.Internal("raw_outer_scope_info_or_feedback_metadata", facts.Layout.SharedOuterScope);
        edges.Internal(facts.Layout.Version.ScriptEdge, facts.Layout.SharedScript);
        for (var i = 0; i < facts.Layout.Version.CodeEdges.Count; i++) edges.Internal(facts.Layout.Version.CodeEdges[i], 8 * (i + 1));
    }

    private void AddScript()
    {
        edges.Internal("source", HeapLayout.ScriptSource);
        edges.Internal("name", HeapLayout.ScriptName);
        for (var word = 1; word < edges.Words; word++)
        {
            if (edges.Is(word * 8, ObjectRole.WeakArray)) edges.TagAsCode(word * 8, ""); // the functions of the script
        }
    }

    private void AddPropertyCell()
    {
        edges.Internal("value", 24);
        edges.Internal("dependent_code", 32, "(dependent code)");
    }

    private void AddAccessorPair()
    {
        edges.Internal("getter", HeapLayout.Getter);
        edges.Internal("setter", HeapLayout.Setter);
    }

    private void AddWeakCell()
    {
        edges.Weak("target", HeapLayout.WeakCellTarget);
        edges.Weak("unregister_token", HeapLayout.WeakCellToken);
    }

    private void TagLocalNames()
    {
        if (facts.Scopes.LocalCountOf(edges.Slot) >= HeapLayout.MinHashedLocals)
            edges.TagAsCode(facts.Layout.ScopeFirstName, "(context local names)");
    }

    private void TagConstants()
    {
        for (var word = 1; word < edges.Words; word++)
        {
            if (edges.MapAt(word * 8) is { } map && facts.TypeNameOf(map) is "FIXED_ARRAY_TYPE" or "TRUSTED_FIXED_ARRAY_TYPE")
                edges.TagAsCode(word * 8, "(constant pool)");
        }
    }
}
