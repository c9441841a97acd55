namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>Finds where a script mentions a named thing: a variable or a property, and members below it.</summary>
internal sealed class NameReferences(IReadOnlyList<JsToken> tokens, DeclarationSearch declarations)
{
    public bool IsReference(int at, string root, bool isMember) =>
        tokens[at].IsName(root) && tokens.IsMember(at) == isMember && (isMember || IsIterated(at) || !declarations.IsDeclared(at));

    /// <summary><c>for (const user of users)</c> declares the one and uses the other.</summary>
    private bool IsIterated(int at) => tokens.IsName(at - 1, "of") || tokens.IsName(at - 1, "in");

    /// <summary>The position after a reference and all of its members; null if one of them is missing.</summary>
    public int? FindEnd(int reference, IReadOnlyList<string> members)
    {
        var at = reference + 1;
        foreach (var member in members)
        {
            if (!tokens.IsDot(at) || !tokens.IsName(at + 1, member)) return null;
            at += 2;
        }

        return at;
    }

    /// <summary>All of them, each with the first token of its chain and the one after its end.</summary>
    public IEnumerable<NameReference> FindAll(string root, bool isMember, IReadOnlyList<string> members)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!IsReference(i, root, isMember) || FindEnd(i, members) is not { } end) continue;
            var first = i;
            while (first >= 2 && tokens.IsDot(first - 1) && tokens.IsName(first - 2)) first -= 2;
            yield return new NameReference(first, end);
        }
    }
}

/// <summary>One mention.</summary>
/// <param name="First">The first token of its chain: <c>this</c> of <c>this.users</c>.</param>
/// <param name="End">The token after it.</param>
internal readonly record struct NameReference(int First, int End);
