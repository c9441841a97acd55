namespace Heapwise.Diagnosis.Settings;

/// <summary>The word that was meant where an unknown one was typed.</summary>
public static class NearWord
{
    /// <summary>The known word with the fewest edits, if these are few enough to be a typing mistake.</summary>
    public static string? Find(string word, IEnumerable<string> known)
    {
        var best = known.Select(name => (name, edits: Edits(word, name))).MinBy(candidate => candidate.edits);
        if (best.name is null) return null;
        var isClose = best.edits <= Math.Max(1, (word.Length + 1) / 3) || best.name.StartsWith(word, StringComparison.Ordinal);
        return isClose ? best.name : null;
    }

    /// <summary>What is wrong with an unknown key.</summary>
    /// <param name="near">The key that was meant; null if none is near.</param>
    /// <param name="known">The keys that there are.</param>
    public static string Explain(string? near, IReadOnlyList<string> known) => near is null
        ? $"no such setting; known here: {string.Join(", ", known)}"
        : $"no such setting; did you mean \"{near}\"?";

    /// <summary>Levenshtein's distance, one row at a time.</summary>
    private static int Edits(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j <= to.Length; j++)
            {
                var cost = from[i - 1] == to[j - 1] ? diagonal : diagonal + 1;
                diagonal = row[j];
                row[j] = Math.Min(cost, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
