using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Heapwise.Tests.Architecture;

/// <summary>A file of C#, read once for all tests.</summary>
internal sealed class SourceFile
{
    private readonly Lazy<CompilationUnitSyntax> _syntax;

    private SourceFile(string path)
    {
        Path = System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');
        Lines = File.ReadAllLines(path);
        _syntax = new Lazy<CompilationUnitSyntax>(() => CSharpSyntaxTree.ParseText(string.Join('\n', Lines)).GetCompilationUnitRoot());
    }

    public static IReadOnlyList<SourceFile> Sources { get; } = Read("src");

    public static IReadOnlyList<SourceFile> TestsAndBenchmarks { get; } = [.. Read("test"), .. Read("bench")];

    /// <summary>Below the repository, with slashes: <c>src/Heapwise.Heap/Graph/HeapGraph.cs</c>.</summary>
    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary>The name of its project.</summary>
    public string Project => Path.Split('/')[1];

    public IReadOnlyList<string> Lines { get; }

    public CompilationUnitSyntax Syntax => _syntax.Value;

    /// <summary>Classes, records, structs, interfaces, enums and delegates that are not inside another type.</summary>
    public IEnumerable<MemberDeclarationSyntax> Types => Syntax
        .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        .OfType<MemberDeclarationSyntax>()
        .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    public Violation Report(SyntaxNode node, string what) => Report(LineOf(node.SpanStart), what);

    public Violation Report(int line, string what) => new($"{Path}:{line}: {what}");

    /// <summary>Lines from the first modifier to the end; attributes and comments above are not counted.</summary>
    public int LengthOf(MemberDeclarationSyntax member)
    {
        var first = member.AttributeLists.Count == 0 ? member.GetFirstToken() : member.AttributeLists[^1].GetLastToken().GetNextToken();
        return LineOf(member.Span.End) - LineOf(first.SpanStart) + 1;
    }

    public int LineOf(int position) => Syntax.SyntaxTree.GetLineSpan(new TextSpan(position, 0)).StartLinePosition.Line + 1;

    private static List<SourceFile> Read(string folder) => [.. Repository.Files(folder, "*.cs").Select(path => new SourceFile(path))];
}
