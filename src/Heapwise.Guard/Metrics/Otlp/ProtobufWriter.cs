using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Heapwise.Guard.Metrics.Otlp;

/// <summary>
/// Writes a message in the wire format of protocol buffers: only the few kinds of fields that metrics have. Fields come in the order in
/// which they are written.
/// </summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int KindBits = 3;
    private const int VarintBits = 7;
    private const byte More = 0x80;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    public void Text(int field, string value)
    {
        Tag(field, Delimited);
        Number((ulong)Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _bytes);
    }

    /// <summary>A message in the message.</summary>
    public void Message(int field, Action<ProtobufWriter> write)
    {
        var inner = new ProtobufWriter();
        write(inner);
        Tag(field, Delimited);
        Number((ulong)inner._bytes.WrittenCount);
        _bytes.Write(inner._bytes.WrittenSpan);
    }

    public void Unsigned(int field, ulong value)
    {
        Tag(field, Varint);
        Number(value);
    }

    public void Fixed(int field, ulong value)
    {
        Tag(field, Fixed64);
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.GetSpan(sizeof(ulong)), value);
        _bytes.Advance(sizeof(ulong));
    }

    public void Real(int field, double value) => Fixed(field, BitConverter.DoubleToUInt64Bits(value));

    private void Tag(int field, int kind) => Number((ulong)((field << KindBits) | kind));

    private void Number(ulong value)
    {
        for (; value >= More; value >>= VarintBits) Put((byte)(value | More));
        Put((byte)value);
    }

    private void Put(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }
}
