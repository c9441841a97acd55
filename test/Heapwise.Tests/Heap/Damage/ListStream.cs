using System.Globalization;
using System.Text;

namespace Heapwise.Tests.Heap.Damage;

/// <summary>
/// A snapshot of one linked list, generated while it is read, so that ten million nodes take no memory here:
/// <code>root --> ListNode --next--> ListNode --next--> …</code>
/// Every node has 16 bytes.
/// </summary>
internal sealed class ListStream(int length) : Stream
{
    public const int NodeBytes = 16;
    private const int Fields = 6;

    private readonly IEnumerator<string> _parts = Parts(length).GetEnumerator();
    private byte[] _part = [];
    private int _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        while (_at == _part.Length)
        {
            if (!_parts.MoveNext()) return 0;
            _part = Encoding.ASCII.GetBytes(_parts.Current);
            _at = 0;
        }

        var count = Math.Min(buffer.Length, _part.Length - _at);
        _part.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static IEnumerable<string> Parts(int length)
    {
        var sample = new TinyHeap();
        sample.Root.Property("next", sample.Object("ListNode"));
        var counts = string.Create(CultureInfo.InvariantCulture, $"\"node_count\":{length + 1},\"edge_count\":{length}");
        var head = sample.ToDocument()["snapshot"].Replace("\"node_count\":2,\"edge_count\":1", counts, StringComparison.Ordinal);
        yield return $"{{\"snapshot\":{head},\"nodes\":[9,0,1,0,1,0";
        foreach (var part in Repeat(length, AppendNode)) yield return part;
        yield return "],\"edges\":[2,2,6";
        foreach (var part in Repeat(length - 1, AppendEdge)) yield return part;
        yield return "],\"strings\":[\"\",\"ListNode\",\"next\"]}";

        void AppendNode(StringBuilder text, int i) =>
            text.Append(CultureInfo.InvariantCulture, $",3,1,{(2L * i) + 3},{NodeBytes},{(i < length - 1 ? 1 : 0)},0");

        static void AppendEdge(StringBuilder text, int i) => text.Append(CultureInfo.InvariantCulture, $",2,2,{(i + 2L) * Fields}");
    }

    private static IEnumerable<string> Repeat(int count, Action<StringBuilder, int> append)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            append(text, i);
            if (text.Length < 1 << 16) continue;
            yield return text.ToString();
            text.Clear();
        }

        yield return text.ToString();
    }
}
