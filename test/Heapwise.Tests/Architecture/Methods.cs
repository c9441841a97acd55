using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Heapwise.Tests.Architecture;

/// <summary>The methods of a file.</summary>
internal static class Methods
{
    public static IEnumerable<MethodInfo> In(SourceFile file)
    {
        foreach (var member in file.Syntax.DescendantNodes().OfType<MemberDeclarationSyntax>())
        {
            var name = member switch
            {
                MethodDeclarationSyntax method => method.Identifier.Text,
                ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
                DestructorDeclarationSyntax destructor => "~" + destructor.Identifier.Text,
                OperatorDeclarationSyntax binary => "operator " + binary.OperatorToken.Text,
                ConversionOperatorDeclarationSyntax conversion => "operator " + conversion.Type,
                PropertyDeclarationSyntax { Initializer: null } property => property.Identifier.Text,
                IndexerDeclarationSyntax => "this[]",
                _ => null,
            };
            if (name is null) continue;
            var type = member.Ancestors().OfType<BaseTypeDeclarationSyntax>().FirstOrDefault()?.Identifier.Text;
            var above = member.GetLeadingTrivia().ToFullString();
            yield return new MethodInfo($"{type}.{name}", file.LineOf(member.SpanStart), file.LengthOf(member), above);
        }
    }
}
