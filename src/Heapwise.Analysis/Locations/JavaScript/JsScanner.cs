namespace Heapwise.Analysis.Locations.JavaScript;

/// <summary>
/// Cuts JavaScript into tokens. Comments and white space are dropped; strings, templates and regular expressions are one token each (a
/// template's <c>${…}</c> parts are code and yield their tokens). This is no parser: whether a slash divides or opens a regular expression
/// is decided by the token before it, as editors do. A wrong guess costs tokens up to the end of that line, never an error. Linear time.
/// </summary>
internal sealed class JsScanner
{
    /// <summary>The longest first.</summary>
    private static readonly string[] LongPunctuators =
    [
        ">>>=", "...", "===", "!==", "**=", "<<=", ">>=", ">>>", "&&=", "||=", "??=",
        "=>", "==", "!=", "<=", ">=", "&&", "||", "??", "?.", "++", "--",
        "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "**",
    ];

    private static readonly HashSet<string> BeforeRegex = new(StringComparer.Ordinal)
    {
        "return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do", "yield", "await", "instanceof",
    };

    private readonly string _text;
    private readonly List<JsToken> _tokens = [];
    private readonly Stack<int> _templates = new();
    private int _at;
    private int _line = 1;
    private int _lineStart;
    private int _depth;

    private JsScanner(string text) => _text = text;

    public static IReadOnlyList<JsToken> Scan(string text)
    {
        var scanner = new JsScanner(text);
        scanner.Run();
        return scanner._tokens;
    }

    private void Run()
    {
        if (_text.StartsWith("#!", StringComparison.Ordinal)) SkipLine();
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == '\n') NewLine();
            else if (char.IsWhiteSpace(c)) _at++;
            else if (c == '/' && Next == '/') SkipLine();
            else if (c == '/' && Next == '*') SkipComment();
            else if (c is '"' or '\'') Text(c);
            else if (c == '`') Template();
            else if (c == '}' && _templates.TryPeek(out var depth) && depth == _depth) TemplateRest();
            else if (c == '/' && RegexMayStart()) Regex();
            else if (char.IsAsciiDigit(c)) Take(JsTokenKind.Number, Length(static d => char.IsLetterOrDigit(d) || d is '.' or '_'));
            else if (IsNameCharacter(c)) Take(JsTokenKind.Name, Length(IsNameCharacter));
            else Punctuator();
        }
    }

    private char Next => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    private static bool IsNameCharacter(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' or '#' or '\u200c' or '\u200d';

    private int Length(Func<char, bool> belongs)
    {
        var end = _at + 1;
        while (end < _text.Length && belongs(_text[end])) end++;
        return end - _at;
    }

    private void Take(JsTokenKind kind, int length) => Take(kind, length, _line, _at - _lineStart + 1);

    private void Take(JsTokenKind kind, int length, int line, int column)
    {
        _tokens.Add(new JsToken(kind, _text.Substring(_at, length), line, column, _at));
        _at += length;
    }

    private void NewLine()
    {
        _at++;
        _line++;
        _lineStart = _at;
    }

    private void SkipLine()
    {
        while (_at < _text.Length && _text[_at] != '\n') _at++;
    }

    private void SkipComment()
    {
        _at += 2;
        while (_at < _text.Length && !(_text[_at] == '*' && Next == '/'))
        {
            if (_text[_at] == '\n') NewLine();
            else _at++;
        }

        _at = Math.Min(_text.Length, _at + 2);
    }

    private void Text(char quote)
    {
        var end = _at + 1;
        while (end < _text.Length && _text[end] != quote && _text[end] != '\n') end += IsEscape(end) ? 2 : 1;
        var isClosed = end < _text.Length && _text[end] == quote;
        Take(JsTokenKind.String, (isClosed ? end + 1 : end) - _at);
    }

    private bool IsEscape(int at) => _text[at] == '\\' && at + 1 < _text.Length && _text[at + 1] != '\n';

    private void Template()
    {
        var (line, column, start) = (_line, _at - _lineStart + 1, _at);
        _at++;
        TemplateText();
        var end = _at;
        _at = start;
        Take(JsTokenKind.Template, end - start, line, column);
    }

    private void TemplateRest()
    {
        _templates.Pop();
        _depth--;
        _at++;
        TemplateText();
    }

    /// <summary>Moves past the closing backtick, or past <c>${</c>, where code continues.</summary>
    private void TemplateText()
    {
        while (_at < _text.Length)
        {
            var c = _text[_at];
            if (c == '\n')
            {
                NewLine();
            }
            else if (c == '\\')
            {
                _at++;
                if (_at < _text.Length && _text[_at] != '\n') _at++;
            }
            else if (c == '`')
            {
                _at++;
                return;
            }
            else if (c == '$' && Next == '{')
            {
                _at += 2;
                _depth++;
                _templates.Push(_depth);
                return;
            }
            else
            {
                _at++;
            }
        }
    }

    private bool RegexMayStart()
    {
        if (_tokens.Count == 0) return true;
        var last = _tokens[^1];
        return last.Kind switch
        {
            JsTokenKind.Name => BeforeRegex.Contains(last.Text),
            JsTokenKind.Punctuator => last.Text is not (")" or "]" or "++" or "--"),
            _ => false,
        };
    }

    private void Regex()
    {
        var end = _at + 1;
        var inClass = false;
        while (end < _text.Length && _text[end] != '\n' && (inClass || _text[end] != '/'))
        {
            if (_text[end] == '\\') end++;
            else if (_text[end] == '[') inClass = true;
            else if (_text[end] == ']') inClass = false;
            end++;
        }

        if (end >= _text.Length || _text[end] == '\n')
        {
            Take(JsTokenKind.Punctuator, 1);
            return;
        }

        end++;
        while (end < _text.Length && char.IsAsciiLetter(_text[end])) end++;
        Take(JsTokenKind.Regex, end - _at);
    }

    private void Punctuator()
    {
        if (_text[_at] == '{') _depth++;
        else if (_text[_at] == '}') _depth--;
        foreach (var punctuator in LongPunctuators)
        {
            if (string.CompareOrdinal(_text, _at, punctuator, 0, punctuator.Length) != 0) continue;
            Take(JsTokenKind.Punctuator, punctuator.Length);
            return;
        }

        Take(JsTokenKind.Punctuator, 1);
    }
}
