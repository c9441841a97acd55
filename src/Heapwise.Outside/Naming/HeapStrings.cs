using System.Text;
using Heapwise.Outside.Layouts;
using Heapwise.Outside.Memory;
using Heapwise.Outside.Objects;
using Heapwise.Outside.Pages;

namespace Heapwise.Outside.Naming;

/// <summary>
/// The text of V8's strings: flat ones, concatenated, sliced and thin ones. The characters of external strings are outside the heap,
/// and are read from the target when they are asked for: they never change while the string lives.
/// </summary>
internal sealed class HeapStrings(HeapImage image, ObjectMaps maps, ITargetMemory memory)
{
    /// <summary>V8 cuts names at so many characters.</summary>
    public const int MaxNameLength = 1024;

    private const int MaxDepth = 10_000;
    private const int ExternalData = 24;
    private const int ExternalDataEnd = 32;
    private readonly Stack<(uint Slot, int Start, int Length)> _pending = new();

    /// <summary>Appends at most so many characters of a string to a text.</summary>
    public void AppendTo(JsonText text, uint slot, int maxLength)
    {
        if (maps.Of(slot) is { IsString: true, Words: 0 } map && StringShape.IsOneByte(map.Type)) // nearly all of them
        {
            var room = (long)(HeapImage.EndOf(image.PageOf(slot)) - slot) * 8;
            var length = (int)Math.Min(Math.Min(maxLength, LengthOf(slot)), room - HeapLayout.StringPayload);
            if (length > 0) text.AddLatin1(image.BytesAt(slot, HeapLayout.StringPayload + length)[HeapLayout.StringPayload..]);
            return;
        }

        foreach (var part in PartsOf(slot, maxLength))
        {
            if (part.IsOneByte) text.AddLatin1(part.Bytes.Span);
            else text.Add(Encoding.Unicode.GetString(part.Bytes.Span));
        }
    }

    /// <summary>The text of a string; empty if a word leads to none.</summary>
    public string Read(ulong word, int maxLength = MaxNameLength)
    {
        if (maps.OfTarget(word) is not { IsString: true }) return "";
        var text = new StringBuilder();
        foreach (var part in PartsOf(image.Target(word), maxLength))
            text.Append(part.IsOneByte ? Encoding.Latin1.GetString(part.Bytes.Span) : Encoding.Unicode.GetString(part.Bytes.Span));
        return text.ToString();
    }

    public int LengthOf(uint slot) => image.Int32At(slot, HeapLayout.StringLength);

    private IEnumerable<Part> PartsOf(uint slot, int maxLength)
    {
        _pending.Clear();
        _pending.Push((slot, 0, Math.Min(maxLength, LengthOf(slot))));
        for (var steps = 0; _pending.TryPop(out var next) && steps < MaxDepth; steps++)
        {
            if (next.Length <= 0 || maps.Of(next.Slot) is not { IsString: true } map) continue;
            switch (StringShape.RepresentationOf(map.Type))
            {
                case StringShape.Sequential:
                    yield return Flat(next.Slot, map.Type, next.Start, next.Length);
                    break;
                case StringShape.External:
                    yield return External(next.Slot, map, next.Start, next.Length);
                    break;
                case StringShape.Concatenated:
                    PushHalves(next.Slot, next.Start, next.Length);
                    break;
                case StringShape.Sliced:
                    PushTarget(next.Slot, next.Start + image.SmallIntegerAt(next.Slot, HeapLayout.StringSecond), next.Length);
                    break;
                case StringShape.Thin:
                    PushTarget(next.Slot, next.Start, next.Length);
                    break;
            }
        }
    }

    private void PushHalves(uint slot, int start, int length)
    {
        var first = image.Target(image.WordAt(slot, HeapLayout.StringPayload));
        var second = image.Target(image.WordAt(slot, HeapLayout.StringSecond));
        if (first == 0 || second == 0) return;
        var inFirst = Math.Max(0, Math.Min(length, LengthOf(first) - start));
        _pending.Push((second, Math.Max(0, start - LengthOf(first)), length - inFirst));
        _pending.Push((first, start, inFirst));
    }

    private void PushTarget(uint slot, int start, int length)
    {
        var target = image.Target(image.WordAt(slot, HeapLayout.StringPayload));
        if (target != 0) _pending.Push((target, start, length));
    }

    private Part Flat(uint slot, int type, int start, int length)
    {
        var isOneByte = StringShape.IsOneByte(type);
        var width = isOneByte ? 1 : 2;
        var room = Math.Min(int.MaxValue, (HeapImage.EndOf(image.PageOf(slot)) - slot) * 8L);
        var skipped = HeapLayout.StringPayload + ((long)start * width);
        var held = Math.Min(Math.Max(0, Math.Min(length, LengthOf(slot) - start)) * (long)width, room - skipped);
        if (start < 0 || held <= 0) return new Part(Array.Empty<byte>(), isOneByte);
        return new Part(image.BytesAt(slot, (int)(skipped + held))[(int)skipped..].ToArray(), isOneByte);
    }

    private Part External(uint slot, ObjectMap map, int start, int length)
    {
        var isOneByte = StringShape.IsOneByte(map.Type);
        if (map.Words * 8 < ExternalDataEnd) return new Part(Array.Empty<byte>(), isOneByte); // its characters are found by calling it
        var width = isOneByte ? 1 : 2;
        var bytes = new byte[(long)length * width];
        var read = memory.Read(image.WordAt(slot, ExternalData) + (ulong)(start * width), bytes);
        return new Part(bytes.AsMemory(0, read), isOneByte);
    }

    private readonly record struct Part(ReadOnlyMemory<byte> Bytes, bool IsOneByte);
}
