using System.Text.Json;

namespace Heapwise.Live.Cdp;

/// <summary>
/// The envelope of one incoming message: an answer (<see cref="Id"/>) or an event (<see cref="Method"/>). The payloads are slices of the
/// message, not yet deserialised: nothing is copied and no string is created.
/// </summary>
internal readonly struct CdpMessage
{
    // The trees of profiles nest as deep as the profiled program's stack, with three levels of JSON per frame.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 100_000 };

    public long? Id { get; private init; }

    public string? Method { get; private init; }

    /// <summary><c>result</c> of an answer, <c>params</c> of an event; empty where the message has none.</summary>
    public ReadOnlyMemory<byte> Payload { get; private init; }

    /// <summary><c>error</c> of an answer; empty when it succeeded.</summary>
    public ReadOnlyMemory<byte> Error { get; private init; }

    /// <exception cref="JsonException">The bytes are not a JSON object with the fields of an inspector's message.</exception>
    public static CdpMessage Parse(ReadOnlyMemory<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes.Span, Options);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("a message starts with an object");

        long? id = null;
        string? method = null;
        ReadOnlyMemory<byte> payload = default, error = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("id"u8)) id = ReadId(ref reader);
            else if (reader.ValueTextEquals("method"u8)) method = ReadMethod(ref reader);
            else if (reader.ValueTextEquals("result"u8) || reader.ValueTextEquals("params"u8)) payload = Slice(ref reader, bytes);
            else if (reader.ValueTextEquals("error"u8)) error = Slice(ref reader, bytes);
            else Slice(ref reader, bytes);
        }

        if (reader.Read()) throw new JsonException("a message holds one object");
        if (id is null && method is null) throw new JsonException("a message has neither id nor method");
        return new CdpMessage { Id = id, Method = method, Payload = payload, Error = error };
    }

    private static long ReadId(ref Utf8JsonReader reader)
    {
        reader.Read();
        var isNumber = reader.TokenType == JsonTokenType.Number;
        return isNumber && reader.TryGetInt64(out var id) ? id : throw new JsonException("id is not a whole number");
    }

    private static string ReadMethod(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("method is not a string");
    }

    private static ReadOnlyMemory<byte> Slice(ref Utf8JsonReader reader, ReadOnlyMemory<byte> bytes)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return bytes[start..(int)reader.BytesConsumed];
    }
}
