using System.Text.Json;
using System.Text.Unicode;

namespace Heapwise.Heap.Format;

/// <summary>Values that the reader does not keep: well-formed JSON is demanded, nothing is stored.</summary>
internal static class JsonValue
{
    /// <summary>Moves the window behind the value that begins at its position.</summary>
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
                    else if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && !Utf8.IsValid(reader.ValueSpan)) throw new JsonException();
                    if (depth == 0)
                    {
                        window.Position += (int)reader.BytesConsumed;
                        return;
                    }
                }
            }
            catch (JsonException e)
            {
                throw new SnapshotFormatException(window.SourceName, section, window.Offset + reader.BytesConsumed, "not valid JSON", Advice.Damaged, e);
            }

            state = reader.CurrentState;
            window.Position += (int)reader.BytesConsumed;
            if (!window.Refill()) throw new SnapshotFormatException(window.SourceName, section, window.Offset + window.Rest.Length, "the file ends inside the section", Advice.CutOff);
        }
    }

    /// <summary>The bytes of an object of at most <see cref="SnapshotLimits.HeadBytes"/> at the window's position; moves behind it.</summary>
    public static byte[] ReadObject(ByteWindow window, string section)
    {
        while (true)
        {
            var reader = new Utf8JsonReader(window.Rest, isFinalBlock: false, default);
            try
            {
                if (reader.Read())
                {
                    if (reader.TokenType != JsonTokenType.StartObject) throw new SnapshotFormatException(window.SourceName, section, window.Offset, "an object was expected", Advice.NotASnapshot);
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
                throw new SnapshotFormatException(window.SourceName, section, window.Offset + reader.BytesConsumed, "not valid JSON", Advice.Damaged, e);
            }

            if (window.Rest.Length > SnapshotLimits.HeadBytes) throw new SnapshotFormatException(window.SourceName, section, window.Offset, $"the head is larger than {SnapshotLimits.HeadBytes} bytes", Advice.NotASnapshot);
            if (!window.Refill()) throw new SnapshotFormatException(window.SourceName, section, window.Offset + window.Rest.Length, "the file ends inside the section", Advice.CutOff);
        }
    }
}
