using Heapwise.Analysis.Retention.Names;
using Heapwise.Heap.Facts.Scripts;

namespace Heapwise.Analysis.Locations;

/// <summary>
/// Original names of holders, where a bundler or minifier changed them and a source map leads back: variables, properties and classes. An
/// object of a class that was inlined, <c>t = new class { … }</c>, has no class in the running code; where its own method makes it grow,
/// the source has one.
/// </summary>
internal sealed class OriginalNames(OriginalLocations originals)
{
    /// <param name="name">As in the code that runs.</param>
    /// <param name="declaration">Where it is declared, mapped to the source; null where that is not known.</param>
    /// <param name="statement">Where the holder grows, mapped to the source; null where that is not known.</param>
    public HolderName Find(HolderName name, CodeLocation? declaration, CodeLocation? statement)
    {
        if (name is { Kind: HolderKind.Variable, Members: [not "[]", ..] } && FindOwnProperty(name, statement) is var (property, owner))
        {
            return name with
            {
                Kind = HolderKind.Property,
                Label = property,
                Members = [.. name.Members.Skip(1)],
                Scope = new NameScope(owner, statement?.File),
            };
        }

        var className = name.Scope.ClassName is null || name.Functions is not [var constructor, ..] ? null : FindClass(constructor);
        var scope = name.Scope with { ClassName = className ?? name.Scope.ClassName };
        if (name.Kind is not (HolderKind.Variable or HolderKind.Property or HolderKind.Static)) return name;
        if (declaration?.Generated is not { } generated) return name with { Scope = scope };
        var label = originals.FindIdentifier(ScriptOf(name, generated), generated.Line, generated.Column);
        return name with { Label = label ?? name.Label, Scope = scope with { File = declaration.File } };
    }

    private (string Property, string ClassName)? FindOwnProperty(HolderName name, CodeLocation? statement) =>
        statement?.Generated is { } at ? originals.FindOwnProperty(ScriptOf(name, at), at.Line, at.Column) : null;

    private string? FindClass(CodePosition constructor) =>
        originals.FindClass(constructor.Path, constructor.Line, constructor.Column);

    /// <summary>The script as V8 names it, where that is known.</summary>
    private static string ScriptOf(HolderName name, CodeLocation generated) =>
        name.Scope.File is { } file && CodeOrigin.FilePathOf(file) == generated.File ? file : generated.File;
}
