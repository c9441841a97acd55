using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Heapwise.Tests.Architecture;

/// <summary>What types, their files and their members look like.</summary>
public sealed class DeclarationTests
{
    private const int MaxCompanionLines = 40;
    private const int MaxOptionalMembers = 4;

    /// <summary>
    /// Internal types may share the file of the public one that they serve, as a recognizer does that of its pattern. A part of a partial
    /// type is named for what it holds.
    /// </summary>
    [Fact]
    public void A_public_type_has_a_file_of_its_name_and_public_companions_are_tiny() => Violation.ShouldBeNone(
        from file in SourceFile.Sources
        from type in file.Types.Where(type => Has(type, SyntaxKind.PublicKeyword) && !Has(type, SyntaxKind.PartialKeyword))
        let name = NameOf(type)
        let lines = file.LengthOf(type)
        where name != file.Name
        let problem = !file.Types.Any(other => NameOf(other) == file.Name) ? $"no type has the file's name, and {name} is public"
            : lines <= MaxCompanionLines ? null
            : $"the companion {name} has {lines} lines"
        where problem is not null
        select file.Report(type, problem),
        $"A public type has a file of its name, and public companions have at most {MaxCompanionLines} lines each");

    /// <summary>
    /// Reports, records of the page's API and records of the wire (<c>Wire…</c>) are shaped by their JSON, options by what may be chosen.
    /// </summary>
    [Fact]
    public void A_domain_record_has_few_optional_members() => Violation.ShouldBeNone(
        from file in SourceFile.Sources
        where !file.Path.Contains("/Reports/", StringComparison.Ordinal)
        where !file.Path.Contains("/Heapwise.Server/", StringComparison.Ordinal)
        from record in file.Syntax.DescendantNodes().OfType<RecordDeclarationSyntax>()
        where !IsShapedFromOutside(record.Identifier.Text)
        let optional = OptionalMembers(record).ToList()
        where optional.Count > MaxOptionalMembers
        select file.Report(record, $"{record.Identifier.Text} has {optional.Count} optional members: {string.Join(", ", optional)}"),
        $"A domain record has at most {MaxOptionalMembers} optional members");

    [Fact]
    public void Limits_are_called_min_and_max() => Violation.ShouldBeNone(
        from file in SourceFile.Sources
        from variable in file.Syntax.DescendantNodes().OfType<VariableDeclaratorSyntax>()
        where IsConstant(variable.Parent?.Parent) && IsLeastOrMost(variable.Identifier.Text.TrimStart('_'))
        select file.Report(variable, variable.Identifier.Text),
        "Limits are called Min… and Max…");

    private static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax named => named.Identifier.Text,
        DelegateDeclarationSyntax named => named.Identifier.Text,
        _ => throw new ArgumentException($"{type.Kind()} is no type", nameof(type)),
    };

    /// <summary>Parameters and properties that may be left out or null.</summary>
    private static IEnumerable<string> OptionalMembers(RecordDeclarationSyntax record)
    {
        foreach (var parameter in record.ParameterList?.Parameters ?? [])
        {
            if (parameter.Default is not null || parameter.Type is NullableTypeSyntax) yield return parameter.Identifier.Text;
        }

        foreach (var property in record.Members.OfType<PropertyDeclarationSyntax>())
        {
            var mayBeLeftOut = !property.Modifiers.Any(SyntaxKind.RequiredKeyword) || property.Type is NullableTypeSyntax;
            if (mayBeLeftOut && property.AccessorList?.Accessors.Any(IsSetter) == true) yield return property.Identifier.Text;
        }
    }

    private static bool IsShapedFromOutside(string name) =>
        name.EndsWith("Options", StringComparison.Ordinal) || name.StartsWith("Wire", StringComparison.Ordinal);

    private static bool IsSetter(AccessorDeclarationSyntax accessor) =>
        accessor.Kind() is SyntaxKind.InitAccessorDeclaration or SyntaxKind.SetAccessorDeclaration
        && !accessor.Modifiers.Any(SyntaxKind.PrivateKeyword);

    private static bool IsConstant(SyntaxNode? declaration) => declaration switch
    {
        FieldDeclarationSyntax { Modifiers: var modifiers } => modifiers.Any(SyntaxKind.ConstKeyword)
            || (modifiers.Any(SyntaxKind.StaticKeyword) && modifiers.Any(SyntaxKind.ReadOnlyKeyword)),
        LocalDeclarationStatementSyntax local => local.IsConst,
        _ => false,
    };

    private static bool Has(MemberDeclarationSyntax type, SyntaxKind modifier) => type.Modifiers.Any(modifier);

    private static bool IsLeastOrMost(string name) =>
        name.StartsWith("Least", StringComparison.Ordinal) || name.StartsWith("Most", StringComparison.Ordinal);
}
