using Heapwise.Analysis.Retention;

namespace Heapwise.Analysis.Advice.English;

/// <summary>Names of holders in words: <c>variable cache of users.js</c>.</summary>
internal static class HolderWords
{
    public static string Of(HolderName name)
    {
        var of = name.File is null ? "" : " of " + CodeOrigin.FileNameOf(name.File);
        var words = name.Kind switch
        {
            HolderKind.Variable => $"variable {name.Name}{of}",
            HolderKind.Property => $"property {name.Name} of {name.OwnerClass}",
            HolderKind.Static => $"static property {name.Name} of {name.OwnerClass}",
            HolderKind.Global => $"global {name.Name}",
            HolderKind.Instance => name.Name!, // an instance is named by its class
            HolderKind.Export => name.Members.Count == 0 ? "module exports" + of : $"module export {name.Name![(name.Root!.Length + 1)..]}{of}", // names with members are longer than their root
            _ => "an object without a name",
        };
        return name.Event is null ? words : $"event {name.Event} of {words}";
    }
}
