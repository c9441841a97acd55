using Heapwise.Outside.Layouts;
using Heapwise.Outside.Objects;
using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Naming;

/// <summary>What a shared function info says: the function's name, its script and where it begins.</summary>
internal sealed class Functions(HeapImage image, HeapLayout layout, ObjectMaps maps, ScopeInfos scopes)
{
    /// <summary>The word of the function's name; 0 if it has none.</summary>
    public ulong NameOf(uint shared)
    {
        var name = image.WordAt(shared, layout.SharedName);
        return maps.OfTarget(name) switch
        {
            { IsString: true } => name,
            { Role: ObjectRole.ScopeInfo } => scopes.FunctionNameOf(image.Target(name)),
            _ => 0,
        };
    }

    /// <summary>The word of the name that V8 inferred from where the function is assigned to; 0 if it has none.</summary>
    public ulong InferredNameOf(uint shared)
    {
        var scope = image.WordAt(shared, layout.SharedName);
        if (maps.OfTarget(scope) is { Role: ObjectRole.ScopeInfo }) return scopes.InferredNameOf(image.Target(scope));
        return FindUncompiled(shared) is var data and not 0 ? image.WordAt(data, layout.UncompiledName) : 0;
    }

    /// <summary>The script; 0 if the function has none, as those in C++ do.</summary>
    public uint ScriptOf(uint shared)
    {
        var word = image.WordAt(shared, layout.SharedScript);
        return maps.OfTarget(word) is { Role: ObjectRole.Script } ? image.Target(word) : 0;
    }

    /// <summary>The character of the script with which the function's parameters begin; null if that is not known.</summary>
    public int? StartOf(uint shared)
    {
        var scope = image.WordAt(shared, layout.SharedName);
        if (maps.OfTarget(scope) is { Role: ObjectRole.ScopeInfo } && scopes.StartOf(image.Target(scope)) is { } start) return start;
        return FindUncompiled(shared) is var data and not 0 ? image.Int32At(data, layout.UncompiledStart) : null;
    }

    /// <summary>The shared function info of a function.</summary>
    public uint SharedOf(uint function)
    {
        var word = image.WordAt(function, layout.FunctionShared);
        return maps.OfTarget(word) is { Role: ObjectRole.SharedFunctionInfo } ? image.Target(word) : 0;
    }

    private uint FindUncompiled(uint shared)
    {
        var word = image.WordAt(shared, 8);
        var isUncompiled = maps.OfTarget(word) is { } map
            && layout.Types.NameOf(map.Type).StartsWith("UNCOMPILED_DATA", StringComparison.Ordinal);
        return isUncompiled ? image.Target(word) : 0;
    }
}
