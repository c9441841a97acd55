using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Heapwise.Tests.Heap.Oracles;

/// <summary>Says what is wrong with a file that <see cref="StrictReader"/> refuses.</summary>
internal sealed class StrictFaultException(string message) : Exception(message);

/// <summary>
/// Reads a snapshot the slow and obvious way and judges it: either the exact content or a fault. It is strict where
/// meaning changes (counts, ranges, sections, integers) and generous where it does not (order of fields, unknown
/// sections, white space). It shares no code with the engine.
/// </summary>
internal static class StrictReader
{
    private const int MaxDepth = 1 << 20;

    public static PlainHeap Read(ReadOnlySpan<byte> json)
    {
        Require(Utf8.IsValid(json), "not UTF-8");
        try
        {
            return Assemble(ReadSections(json));
        }
        catch (JsonException fault)
        {
            throw new StrictFaultException("JSON: " + fault.Message);
        }
    }

    /// <summary>Decodes a JSON string token; unlike the library's own decoder it keeps lone surrogates.</summary>
    internal static string Text(ref Utf8JsonReader reader)
    {
        var raw = Encoding.UTF8.GetString(reader.ValueSpan);
        if (!reader.ValueIsEscaped) return raw;
        var text = new StringBuilder();
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\')
            {
                text.Append(raw[i]);
                continue;
            }

            var kind = raw[++i];
            text.Append(kind switch
            {
                'b' => '\b',
                'f' => '\f',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => (char)ushort.Parse(raw.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                _ => kind,
            });
            if (kind == 'u') i += 4;
        }

        return text.ToString();
    }

    internal static void Require(bool holds, string fault)
    {
        if (!holds) throw new StrictFaultException(fault);
    }

    internal static void Once(bool first, string what) => Require(first, what + " appears twice");

    /// <summary>A whole number without sign, fraction or exponent, below 2⁶³.</summary>
    internal static long Integer(ref Utf8JsonReader reader, string what)
    {
        Require(reader.TokenType == JsonTokenType.Number, what + ": no number");
        var isNumber = long.TryParse(reader.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var value);
        Require(isNumber, what + ": no integer below 2^63");
        return value;
    }

    private static Sections ReadSections(ReadOnlySpan<byte> json)
    {
        var sections = new Sections();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        reader.Read();
        Require(reader.TokenType == JsonTokenType.StartObject, "not an object");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var isPlain = !reader.ValueIsEscaped && !reader.ValueSpan.ContainsAnyExceptInRange((byte)' ', (byte)'~');
            Require(isPlain, "a section's name is not plain text");
            var key = Text(ref reader);
            reader.Read();
            switch (key)
            {
                case "snapshot":
                    Once(sections.Head is null, key);
                    sections.Head = StrictHead.Read(ref reader);
                    break;
                case "nodes":
                    Once(sections.Nodes is null, key);
                    sections.Nodes = Integers(ref reader, key, sections.Head);
                    break;
                case "edges":
                    Once(sections.Edges is null, key);
                    sections.Edges = Integers(ref reader, key, sections.Head);
                    break;
                case "locations":
                    Once(sections.Locations is null, key);
                    sections.Locations = Integers(ref reader, key, sections.Head);
                    break;
                case "strings":
                    Once(sections.Strings is null, key);
                    sections.Strings = StringList(ref reader, key);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        Require(!reader.Read(), "something after the end");
        return sections;
    }

    private static List<long> Integers(ref Utf8JsonReader reader, string section, StrictHead? head)
    {
        Require(head is not null, section + " before snapshot");
        Require(reader.TokenType == JsonTokenType.StartArray, section + ": no array");
        var values = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) values.Add(Integer(ref reader, section));
        return values;
    }

    internal static List<string> StringList(ref Utf8JsonReader reader, string what)
    {
        Require(reader.TokenType == JsonTokenType.StartArray, what + ": no array");
        var values = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Require(reader.TokenType == JsonTokenType.String, what + ": no string");
            values.Add(Text(ref reader));
        }

        return values;
    }

    private static PlainHeap Assemble(Sections sections)
    {
        Require(sections.Head is not null, "no snapshot");
        Require(sections.Nodes is not null, "no nodes");
        Require(sections.Edges is not null, "no edges");
        Require(sections.Strings is not null, "no strings");
        // The four were just required.
        return new StrictAssembly(sections.Head!, sections.Strings!).Assemble(sections.Nodes!, sections.Edges!, sections.Locations ?? []);
    }

    private sealed class Sections
    {
        public StrictHead? Head { get; set; }

        public List<long>? Nodes { get; set; }

        public List<long>? Edges { get; set; }

        public List<long>? Locations { get; set; }

        public List<string>? Strings { get; set; }
    }
}
