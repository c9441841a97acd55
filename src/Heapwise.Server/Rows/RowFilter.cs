using System.Globalization;
using System.Text.RegularExpressions;
using Heapwise.Diagnosis.Settings;
using Heapwise.Server.Requests;

namespace Heapwise.Server.Rows;

/// <summary>
/// What a person types into a filter box. Terms are separated by spaces and must all hold: text (part of a name, case ignored), "text with
/// spaces", /regex/, >1MB or &lt;10kB (retained size), @123 (an id), -text (not). Regular expressions run without backtracking, in time
/// linear to the text.
/// </summary>
public sealed class RowFilter
{
    private readonly List<Func<string, bool>> _texts = [];
    private readonly List<Func<long, bool>> _sizes = [];
    private readonly HashSet<long> _ids = [];

    private RowFilter()
    {
    }

    public bool IsEmpty => _texts.Count == 0 && _sizes.Count == 0 && _ids.Count == 0;

    /// <summary>The text, where it is a single plain word to look for; null for everything else.</summary>
    public string? OnlyWord { get; private set; }

    public bool HasTexts => _texts.Count > 0;

    public bool HasSizes => _sizes.Count > 0;

    public bool HasIds => _ids.Count > 0;

    public IReadOnlyCollection<long> Ids => _ids;

    /// <exception cref="RequestRefusedException">A regular expression is not one.</exception>
    public static RowFilter Parse(string? text)
    {
        var filter = new RowFilter();
        foreach (var term in Terms(text ?? "")) filter.Add(term);
        return filter;
    }

    public bool MatchesText(string name) => MatchesText(name, name);

    /// <summary>True where one of the texts has each term. Nothing is allocated here and below: millions of objects are asked.</summary>
    public bool MatchesText(string name, string other)
    {
        foreach (var matches in _texts)
        {
            if (!matches(name) && (ReferenceEquals(name, other) || !matches(other))) return false;
        }

        return true;
    }

    public bool MatchesSize(long bytes)
    {
        foreach (var matches in _sizes)
        {
            if (!matches(bytes)) return false;
        }

        return true;
    }

    public bool MatchesId(long id) => _ids.Count == 0 || _ids.Contains(id);

    private void Add(string term)
    {
        if (term.Length > 1 && term[0] == '@' && long.TryParse(term.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            _ids.Add(id);
        }
        else if (term[0] is '>' or '<' && SettingValues.TryParseSize(WithUnit(term.TrimStart('<', '>', '=')), out var bytes))
        {
            _sizes.Add(term[0] == '>' ? size => size >= bytes : size => size <= bytes);
        }
        else if (term is ['/', .., '/'] and { Length: > 2 })
        {
            var regex = Regex(term[1..^1]);
            OnlyWord = null;
            _texts.Add(regex.IsMatch);
        }
        else if (term is ['-', _, ..])
        {
            OnlyWord = null;
            var without = term[1..];
            _texts.Add(name => !name.Contains(without, StringComparison.OrdinalIgnoreCase));
        }
        else
        {
            OnlyWord = _texts.Count == 0 ? term : null;
            _texts.Add(name => name.Contains(term, StringComparison.OrdinalIgnoreCase));
        }
    }

    /// <exception cref="RequestRefusedException">It is not a regular expression.</exception>
    public static Regex Regex(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            throw new RequestRefusedException($"/{pattern}/ is no regular expression that can be used here: {problem.Message}");
        }
    }

    /// <summary>A bare letter stands for its decimal unit: 10k, 1.5M, 2G.</summary>
    private static string WithUnit(string size) => size is [.., 'k' or 'K' or 'm' or 'M' or 'g' or 'G'] ? size + "B" : size;

    private static IEnumerable<string> Terms(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == ' ')
            {
                at++;
                continue;
            }

            var closing = text[at] is '"' or '/' ? text[at] : ' ';
            var end = text.IndexOf(closing, at + 1);
            if (end < 0) end = text.Length;
            var isRegex = closing == '/' && end < text.Length;
            var term = closing == '"' ? text[(at + 1)..end] : text[at..(isRegex ? end + 1 : end)];
            if (term.Length > 0) yield return term;
            at = end + 1;
        }
    }
}
