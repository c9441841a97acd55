using System.Text.Json;
using System.Text.Unicode;

namespace Heapwise.Heap.Format;

/// <summary>Values that the reader does not keep: they must be well-formed JSON, and nothing is stored.</summary>
internal static class JsonValue
{
    /// <summary>Moves the window past the value that begins at its position.</summary>
    public static void Skip(ByteWindow window, string section, CancellationToken cancellation)
    {
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = SnapshotLimits.SkipDepth });
        var depth = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var reader = new Utf8JsonReader(window.Rest, isFinalBlock: false, state);
            try
            {
                while (reader.Read())
                {
                    if (reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject) depth++;
                    else if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject) depth--;
                    else if (IsBrokenText(ref reader)) throw new JsonException();
                    if (depth == 0)
                    {
                        window.Position += (int)reader.BytesConsumed;
                        return;
                    }
                }
            }
            catch (JsonException e)
            {
                throw Fault(window, section, reader.BytesConsumed, "not valid JSON", Advice.Damaged, e);
            }

            state = reader.CurrentState;
            window.Position += (int)reader.BytesConsumed;
            if (!window.Refill()) throw CutOff(window, section);
        }
    }

    /// <summary>
    /// The bytes of an object of at most <see cref="SnapshotLimits.HeadBytes"/> at the window's position; moves the window past it.
    /// </summary>
    public static byte[] ReadObject(ByteWindow window, string section)
    {
        while (true)
        {
            var reader = new Utf8JsonReader(window.Rest, isFinalBlock: false, default);
            try
            {
                if (reader.Read())
                {
                    if (reader.TokenType != JsonTokenType.StartObject)
                    {
                        throw Fault(window, section, 0, "expected an object", Advice.NotASnapshot);
                    }

                    if (reader.TrySkip())
                    {
                        var json = window.Rest[..(int)reader.BytesConsumed].ToArray();
                        window.Position += json.Length;
                        return json;
                    }
                }
            }
            catch (JsonException e)
            {
                throw Fault(window, section, reader.BytesConsumed, "not valid JSON", Advice.Damaged, e);
            }

            if (window.Rest.Length > SnapshotLimits.HeadBytes)
            {
                throw Fault(window, section, 0, $"the head is larger than {SnapshotLimits.HeadBytes} bytes", Advice.NotASnapshot);
            }

            if (!window.Refill()) throw CutOff(window, section);
        }
    }

    private static bool IsBrokenText(ref Utf8JsonReader reader) =>
        reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !Utf8.IsValid(reader.ValueSpan);

    private static SnapshotFormatException CutOff(ByteWindow window, string section) =>
        Fault(window, section, window.Rest.Length, "the file ends inside the section", Advice.CutOff);

    /// <param name="window">The input.</param>
    /// <param name="section">The section being read.</param>
    /// <param name="after">Bytes from the window's position to the fault.</param>
    /// <param name="problem">What is wrong.</param>
    /// <param name="advice">What to do about it.</param>
    /// <param name="inner">The parser's own fault, if any.</param>
    private static SnapshotFormatException Fault(
        ByteWindow window,
        string section,
        long after,
        string problem,
        string advice,
        JsonException? inner = null) =>
        new(window.SourceName, section, window.Offset + after, problem, advice, inner);
}
