namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>
/// The function by which others put something into a collection: it takes what it puts in as a parameter, <c>subscribe(listener) {
/// listeners.push(listener) }</c>.
/// </summary>
internal static class Registration
{
    /// <summary>Its name; null where there is none.</summary>
    /// <param name="search">The script.</param>
    /// <param name="name">The collection: a variable, or a property of anything.</param>
    /// <param name="isMember">True for a property.</param>
    public static string? Find(SourceSearch search, string name, bool isMember)
    {
        foreach (var statement in search.FindGrowth(name, isMember, []))
            if (FindTaker(search, statement) is { } function) return function;

        return null;
    }

    /// <summary>The function that puts a parameter of its own in by a statement; null where the statement puts in something else.</summary>
    public static string? FindTaker(SourceSearch search, GrowthStatement statement)
    {
        if (search.Outline.FindFunctionAt(statement.At) is not { Name: { } function } block) return null;
        var parameters = new HashSet<string>(StringComparer.Ordinal);
        for (var i = search.Outline.HeadOf(block); i < block.First; i++)
        {
            if (search.Tokens.IsName(i)) parameters.Add(search.Tokens[i].Text);
        }

        for (var i = FirstPutIn(statement); i <= statement.End; i++)
        {
            var isParameter = search.Tokens.IsName(i) && !search.Tokens.IsMember(i) && parameters.Contains(search.Tokens[i].Text);
            if (isParameter && search.Outline.FindFunctionAt(i) == block) return function;
        }

        return null;
    }

    /// <summary>Of <c>set(key, value)</c>, the value alone is put in.</summary>
    private static int FirstPutIn(GrowthStatement statement)
    {
        if (statement.Form != GrowthForm.Call) return statement.At + 1;
        return statement.Verb == "set" ? statement.End - 1 : statement.FirstArgument;
    }
}
