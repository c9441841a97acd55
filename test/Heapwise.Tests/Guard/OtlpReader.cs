using System.Buffers.Binary;
using System.Text;

namespace Heapwise.Tests.Guard;

/// <summary>Reads an OTLP message of metrics, by the numbers of its fields: enough to see what a collector sees.</summary>
public static class OtlpReader
{
    /// <summary>Every point of a message.</summary>
    public static IReadOnlyList<OtlpReading> Read(ReadOnlySpan<byte> message)
    {
        var readings = new List<OtlpReading>();
        foreach (var origin in Fields(message).Where(field => field.Number == 1))
        {
            var parts = Fields(origin.Bytes);
            var resource = Attributes(parts.Single(part => part.Number == 1).Bytes, 1);
            var scope = parts.Single(part => part.Number == 2).Bytes;
            foreach (var metric in Fields(scope).Where(field => field.Number == 2)) AddPoints(readings, resource, Fields(metric.Bytes));
        }

        return readings;
    }

    private static void AddPoints(List<OtlpReading> readings, Dictionary<string, string> resource, List<Field> metric)
    {
        var data = metric.Single(field => field.Number is 5 or 7);
        var fields = Fields(data.Bytes);
        var kind = data.Number == 5 ? "gauge" : fields.Exists(field => field is { Number: 3, Value: 1 }) ? "counter" : "updowncounter";
        if (data.Number == 7 && !fields.Exists(field => field is { Number: 2, Value: 2 })) throw new FormatException("not cumulative");
        foreach (var point in fields.Where(field => field.Number == 1).Select(field => Fields(field.Bytes)))
        {
            var whole = point.Find(field => field.Number == 6);
            readings.Add(new OtlpReading(
                resource, Text(metric, 1), Text(metric, 3), kind, Attributes(point, 7),
                whole is not null ? (long)whole.Value : BitConverter.UInt64BitsToDouble(point.Single(field => field.Number == 4).Value),
                point.Find(field => field.Number == 2)?.Value ?? 0,
                point.Single(field => field.Number == 3).Value));
        }
    }

    private static Dictionary<string, string> Attributes(byte[] message, int number) => Attributes(Fields(message), number);

    private static Dictionary<string, string> Attributes(List<Field> message, int number) => message
        .Where(field => field.Number == number)
        .Select(field => Fields(field.Bytes))
        .ToDictionary(
            pair => Text(pair, 1),
            pair => ValueOf(Fields(pair.Single(field => field.Number == 2).Bytes)[0]),
            StringComparer.Ordinal);

    private static string ValueOf(Field value) => value.Number == 1 ? Encoding.UTF8.GetString(value.Bytes) : $"{value.Value}";

    private static string Text(List<Field> message, int number) =>
        Encoding.UTF8.GetString(message.Single(field => field.Number == number).Bytes);

    private static List<Field> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new List<Field>();
        while (message.Length > 0)
        {
            var tag = Varint(ref message);
            switch (tag & 7)
            {
                case 0:
                    fields.Add(new Field((int)(tag >> 3), Varint(ref message), []));
                    break;
                case 1:
                    fields.Add(new Field((int)(tag >> 3), BinaryPrimitives.ReadUInt64LittleEndian(message), []));
                    message = message[8..];
                    break;
                case 2:
                    var length = (int)Varint(ref message);
                    fields.Add(new Field((int)(tag >> 3), 0, message[..length].ToArray()));
                    message = message[length..];
                    break;
                default:
                    throw new FormatException($"wire type {tag & 7}");
            }
        }

        return fields;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[0];
            message = message[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
    }

    private sealed record Field(int Number, ulong Value, byte[] Bytes);
}

/// <summary>A point, with what it is about.</summary>
public sealed record OtlpReading(
    Dictionary<string, string> Resource, string Metric, string Unit, string Kind, Dictionary<string, string> Attributes, double Value,
    ulong StartNanoseconds, ulong Nanoseconds);
