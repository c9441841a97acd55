using System.Globalization;
using System.Text;

namespace Heapwise.Tests.Heap;

/// <summary>Writes a <see cref="TinyHeap"/> as a snapshot file.</summary>
internal sealed class TinyHeapWriter(TinyHeap heap)
{
    private readonly TinyLayout _layout = heap.Layout;

    public byte[] ToJson() => ToDocument().ToBytes();

    public TinyDocument ToDocument()
    {
        var document = new TinyDocument(_layout.Style);
        document.Add("snapshot", Head());
        document.Add("nodes", Records(Nodes()));
        document.Add("edges", Records(Edges()));
        document.Add("trace_function_infos", _layout.IsTracked ? Records([[0, 0, 0, 0, -1, -1], [1, 0, 0, 3, 10, 4]]) : "[]");
        document.Add("trace_tree", _layout.IsTracked ? "[1,0,0,0,[2,1,5,320,[],3,0,1,16,[4,1,0,0,[]]]]" : "[]");
        document.Add("samples", _layout.IsTracked ? Records([[0, 11], [50_000, 2_047]]) : "[]");
        document.Add("locations", Records(Locations()));
        if (_layout.HasScopes)
        {
            document.Add("scopes", "[0,1,0,1,1]");
            document.Add("scope_context_vars", "[1]");
            document.Add("scope_uses", "[1,0]");
        }

        document.Add("strings", Strings());
        return document;
    }

    private string Head()
    {
        var text = new StringBuilder("{\"meta\":{");
        text.Append("\"node_fields\":").Append(Names(_layout.NodeFields));
        text.Append(",\"node_types\":").Append(Types(_layout.NodeFields, _layout.NodeTypes));
        text.Append(",\"edge_fields\":").Append(Names(_layout.EdgeFields));
        text.Append(",\"edge_types\":").Append(Types(_layout.EdgeFields, _layout.EdgeTypes));
        text.Append(",\"trace_function_info_fields\":[\"function_id\",\"name\",\"script_name\",\"script_id\",\"line\",\"column\"]");
        text.Append(",\"trace_node_fields\":[\"id\",\"function_info_index\",\"count\",\"size\",\"children\"]");
        text.Append(",\"sample_fields\":[\"timestamp_us\",\"last_assigned_id\"]");
        text.Append(",\"location_fields\":").Append(Names(_layout.LocationFields));
        text.Append(CultureInfo.InvariantCulture, $"}},\"node_count\":{heap.Nodes.Count},\"edge_count\":{heap.EdgeCount}");
        text.Append(",\"trace_function_count\":").Append(_layout.IsTracked ? '2' : '0');
        if (_layout.HasExtraNativeBytes) text.Append(CultureInfo.InvariantCulture, $",\"extra_native_bytes\":{heap.ExtraNativeBytes}");
        return text.Append('}').ToString();
    }

    private IEnumerable<long[]> Nodes() => heap.Nodes.Select(node => _layout.NodeFields.Select(field => field switch
    {
        "type" => IndexOf(_layout.NodeTypes, node.Type),
        "name" => heap.StringIndex(node.Name),
        "id" => node.Id,
        "self_size" => node.SelfSize,
        "edge_count" => node.Edges.Count,
        "trace_node_id" => node.TraceNodeId,
        "detachedness" => node.Detachedness,
        _ => 7_777,
    }).ToArray());

    private IEnumerable<long[]> Edges() => heap.Nodes
        .SelectMany(node => node.Edges)
        .Select(edge => _layout.EdgeFields.Select(field => field switch
        {
            "type" => IndexOf(_layout.EdgeTypes, edge.Type),
            "name_or_index" => edge.Name is { } name ? heap.StringIndex(name) : edge.Number,
            "to_node" => (long)edge.To.Index * _layout.NodeFields.Count,
            _ => 8_888,
        }).ToArray());

    private IEnumerable<long[]> Locations() => heap.Locations.Select(location => _layout.LocationFields.Select(field => field switch
    {
        "object_index" => (long)location.Node.Index * _layout.NodeFields.Count,
        "script_id" => location.ScriptId,
        "line" => location.Line,
        "column" => location.Column,
        _ => 0,
    }).ToArray());

    private string Records(IEnumerable<long[]> records)
    {
        var (between, within) = _layout.Style switch
        {
            TinyStyle.Lines => ("\n,", ","),
            TinyStyle.Indented => (" ,\r\n\t", " ,\n    "),
            _ => (",", ","),
        };
        var rows = records.Select(record => string.Join(within, record.Select(value => value.ToString(CultureInfo.InvariantCulture))));
        var (start, end) = _layout.Style switch
        {
            TinyStyle.Indented => ("\t[\n    ", "\n ] "),
            TinyStyle.Lines => ("[", "\n]"),
            _ => ("[", "]"),
        };
        return start + string.Join(between, rows) + end;
    }

    private string Strings()
    {
        var separator = _layout.Style == TinyStyle.Minified ? "," : ",\n";
        return "[" + string.Join(separator, heap.Strings.Select(text => Quote(text, _layout.RawUtf8))) + "]";
    }

    private static string Names(IReadOnlyList<string> names) => "[" + string.Join(',', names.Select(name => Quote(name, false))) + "]";

    /// <summary>The type of each field; the names of the types are at the position of the field <c>type</c>.</summary>
    private static string Types(IReadOnlyList<string> fields, IReadOnlyList<string> names)
    {
        var types = fields.Select(field => field switch
        {
            "type" => Names(names),
            "name" => "\"string\"",
            "name_or_index" => "\"string_or_number\"",
            "to_node" => "\"node\"",
            _ => "\"number\"",
        });
        return "[" + string.Join(',', types) + "]";
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name) return i;
        }

        throw new ArgumentException($"The layout has no type '{name}'.", nameof(name));
    }

    /// <summary>Quotes as V8's serializer does: everything beyond printable ASCII as an escape.</summary>
    private static string Quote(string text, bool rawUtf8)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            quoted.Append(letter switch
            {
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '"' => "\\\"",
                '\\' => "\\\\",
                < ' ' or > '~' when letter < ' ' || !rawUtf8 || char.IsSurrogate(letter) => $"\\u{(int)letter:X4}",
                _ => letter.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}

/// <summary>A snapshot file as text, section by section, so that a test can drop, double, swap or rewrite one.</summary>
public sealed class TinyDocument(TinyStyle style)
{
    private readonly List<(string Name, string Text)> _sections = [];

    public IReadOnlyList<(string Name, string Text)> Sections => _sections;

    public string this[string section]
    {
        get => _sections.Find(entry => entry.Name == section).Text;
        set
        {
            var at = _sections.FindIndex(entry => entry.Name == section);
            _sections[at] = (section, value);
        }
    }

    public TinyDocument Add(string name, string text) => Insert(_sections.Count, name, text);

    public TinyDocument Insert(int at, string name, string text)
    {
        _sections.Insert(at, (name, text));
        return this;
    }

    public TinyDocument Remove(string name)
    {
        _sections.RemoveAll(entry => entry.Name == name);
        return this;
    }

    public TinyDocument Swap(int first, int second)
    {
        (_sections[first], _sections[second]) = (_sections[second], _sections[first]);
        return this;
    }

    /// <summary>Replaces text in one section; the text must be there.</summary>
    public TinyDocument Replace(string section, string what, string with)
    {
        if (!this[section].Contains(what, StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{what}' is not in {section}.", nameof(what));
        }

        this[section] = this[section].Replace(what, with, StringComparison.Ordinal);
        return this;
    }

    public override string ToString()
    {
        var (colon, comma, open, close) = style == TinyStyle.Indented ? (" : ", " ,\r\n  ", " {\n  ", "\n}\n ") : (":", ",\n", "{", "}");
        return open + string.Join(comma, _sections.Select(section => $"\"{section.Name}\"{colon}{section.Text}")) + close;
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());
}
