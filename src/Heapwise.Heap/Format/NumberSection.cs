namespace Heapwise.Heap.Format;

/// <summary>Reads one array of numbers: finds its end, cuts it into chunks of whole records, and passes them to the decoder.</summary>
internal sealed class NumberSection(ByteWindow window, NumberDecoder decoder, string name, IGrowingSink sink)
{
    private readonly List<(long FirstNumber, long Offset)> _chunks = [];

    /// <summary>Numbers found.</summary>
    public long Count { get; private set; }

    public string Name => name;

    /// <summary>Offset of the array's opening bracket.</summary>
    public long Start { get; private set; }

    /// <summary>Reads from just after the opening bracket to just after the closing one.</summary>
    public void Read(Action<long> report)
    {
        Start = window.Offset - 1;
        while (true)
        {
            if (window.Rest.IsEmpty && !window.Refill()) throw CutOff();
            var survey = IntegerScanner.Look(ref window.Buffer[window.Position], window.End - window.Position);
            if (survey.Length < window.End - window.Position)
            {
                Finish(survey);
                return;
            }

            if (!Cut(survey.Commas, survey.Regular) && !window.Refill()) throw CutOff();
            if (decoder.Faulted) decoder.Drain();
            report(window.Offset);
        }
    }

    /// <summary>The byte offset of the chunk that contains a number.</summary>
    public long FindOffset(long number)
    {
        var at = _chunks.BinarySearch((number, long.MaxValue));
        var chunk = at >= 0 ? at : ~at - 1;
        return chunk < 0 ? Start : _chunks[chunk].Offset;
    }

    private void Finish(IntegerScanner.Survey survey)
    {
        var end = window.Position + survey.Length;
        var found = window.Buffer[end];
        if (found != ']')
        {
            decoder.Drain();
            throw Fault(window.BaseOffset + end, $"expected a whole number, found {IntegerScanner.Describe(found)}", Advice.Damaged);
        }

        var body = window.Buffer.AsSpan(window.Position, survey.Length);
        if (body.ContainsAnyExcept(" \n\r\t"u8))
        {
            var regular = survey.Regular && window.Buffer[end - 1] != ','; // the survey did not see what follows this comma
            window.Buffer[end] = (byte)','; // the closing comma of the chunk, in place of the bracket
            Hand(survey.Length + 1, survey.Commas + 1, regular, end + 1);
        }
        else if (Count > 0)
        {
            throw Fault(window.BaseOffset + end, "the array ends with a comma", Advice.Damaged);
        }
        else
        {
            window.Position = end + 1;
        }

        if (Count % sink.Stride != 0)
        {
            decoder.Drain();
            var problem = $"the array holds {Count} numbers, which is not a multiple of the {sink.Stride} fields of a record";
            throw Fault(window.Offset - 1, problem, Advice.Damaged);
        }
    }

    /// <summary>Passes on the whole records at the front of the window; false if there is none yet.</summary>
    private bool Cut(int commas, bool regular)
    {
        var whole = commas - (int)((Count + commas) % sink.Stride);
        if (whole <= 0) return false;
        var rest = window.Rest;
        for (var spare = commas - whole; spare >= 0; spare--) rest = rest[..rest.LastIndexOf((byte)',')];
        var length = rest.Length + 1;
        Hand(length, whole, regular, window.Position + length);
        return true;
    }

    private void Hand(int length, int numbers, bool regular, int keepFrom)
    {
        var (start, offset) = (window.Position, window.Offset);
        if (!sink.HasRoomFor(Count + numbers))
        {
            decoder.Drain();
            if (sink.Grow(Count + numbers) is { } problem) throw Fault(offset, problem, Advice.Damaged);
        }

        _chunks.Add((Count, offset));
        var buffer = window.Detach(keepFrom);
        decoder.Add(new NumberDecoder.Chunk(buffer, start, length, offset, Count, regular, name, sink));
        Count += numbers;
    }

    private SnapshotFormatException CutOff()
    {
        decoder.Drain();
        return Fault(window.Offset + window.Rest.Length, "the file ends inside the array", Advice.CutOff);
    }

    private SnapshotFormatException Fault(long offset, string problem, string advice) =>
        new(window.SourceName, name, offset, problem, advice);
}
