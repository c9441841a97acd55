using System.Text.Json;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Format;

/// <summary>
/// The sections of allocation tracking, as V8's <c>src/profiler/heap-snapshot-generator.cc</c> writes them:
/// <c>trace_function_infos</c> (6 numbers per function), <c>trace_tree</c> (a call is its id, function, count, size and the array
/// of its own calls, one after the other without nesting), and <c>samples</c> (time and last id). They are read token by token
/// with a stack of open calls, so a deep tree, as recursive programs make, does not recurse here.
/// </summary>
internal sealed class TraceSections
{
    private const int FunctionFields = 6; // function_id, name, script_name, script_id, line, column
    private const int CallFields = 4; // id, function_info_index, count, size; then the children

    private readonly List<long> _functions = [];
    private readonly List<long> _samples = [];
    private readonly List<TraceCall> _calls = [];
    private readonly Dictionary<uint, int> _callOfId = [];

    public static bool Has(string section) => section is "trace_function_infos" or "trace_tree" or "samples";

    /// <summary>Reads one of the sections and leaves the window just after it.</summary>
    public void Read(ByteWindow window, string section, CancellationToken cancellation)
    {
        if (section == "trace_tree") ReadTree(window, section, cancellation);
        else ReadFlat(window, section, section == "samples" ? _samples : _functions, cancellation);
    }

    /// <summary>Builds the result once the strings are known.</summary>
    /// <param name="window">The input, for messages.</param>
    /// <param name="strings">The snapshot's strings.</param>
    /// <param name="nodes">The call that allocated each node; owned by the result.</param>
    public AllocationTraces Build(ByteWindow window, StringTable strings, NativeColumn<uint>? nodes)
    {
        if (_functions.Count % FunctionFields != 0)
        {
            var problem = $"the array holds {_functions.Count} numbers, which is not a multiple of {FunctionFields}";
            throw Fault(window, "trace_function_infos", problem);
        }

        var functions = new List<TraceFunction>(_functions.Count / FunctionFields);
        for (var at = 0; at < _functions.Count; at += FunctionFields)
        {
            var name = FindText(window, strings, _functions[at + 1]);
            var script = FindText(window, strings, _functions[at + 2]);
            functions.Add(new TraceFunction(name, script, Position(_functions[at + 4]), Position(_functions[at + 5])));
        }

        foreach (var call in _calls)
        {
            if (call.Function < functions.Count) continue;
            var problem = $"a call is of function {call.Function}, but there are only {functions.Count} functions";
            throw Fault(window, "trace_tree", problem);
        }

        var looks = _samples.Chunk(2).Where(pair => pair.Length == 2).Select(pair => (pair[0], pair[1]));
        return new AllocationTraces(functions, _calls, _callOfId, nodes, [.. looks]);
    }

    private void ReadFlat(ByteWindow window, string section, List<long> numbers, CancellationToken cancellation)
    {
        var depth = 0;
        Walk(window, section, (ref Utf8JsonReader token) =>
        {
            if (token.TokenType == JsonTokenType.StartArray && depth++ == 0) return true;
            if (token.TokenType == JsonTokenType.EndArray) return false;
            if (depth != 1 || token.TokenType != JsonTokenType.Number || !token.TryGetInt64(out var number)) throw new JsonException();
            numbers.Add(number);
            return true;
        }, cancellation);
    }

    private void ReadTree(ByteWindow window, string section, CancellationToken cancellation)
    {
        // For each open array, the call whose calls it holds; -1 for the outermost array.
        var open = new Stack<int>();
        var fields = new long[CallFields];
        var filled = 0;
        Walk(window, section, (ref Utf8JsonReader token) =>
        {
            switch (token.TokenType)
            {
                case JsonTokenType.Number when open.Count > 0 && filled < CallFields && token.TryGetInt64(out var number) && number >= 0:
                    fields[filled++] = number;
                    return true;
                case JsonTokenType.StartArray when open.Count == 0:
                    open.Push(-1);
                    return true;
                case JsonTokenType.StartArray when filled == CallFields && fields[0] <= uint.MaxValue && fields[1] <= int.MaxValue:
                    _callOfId[(uint)fields[0]] = _calls.Count;
                    _calls.Add(new TraceCall(open.Peek(), (int)fields[1], fields[2], fields[3]));
                    open.Push(_calls.Count - 1);
                    filled = 0;
                    return true;
                case JsonTokenType.EndArray when filled == 0:
                    open.Pop();
                    return open.Count > 0;
                default:
                    throw new JsonException();
            }
        }, cancellation);
    }

    private delegate bool TokenVisitor(ref Utf8JsonReader token);

    /// <summary>Passes each token of the value at the window's position to the visitor, until it returns false.</summary>
    private static void Walk(ByteWindow window, string section, TokenVisitor visit, CancellationToken cancellation)
    {
        var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = SnapshotLimits.SkipDepth });
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var reader = new Utf8JsonReader(window.Rest, isFinalBlock: false, state);
            try
            {
                while (reader.Read())
                {
                    if (visit(ref reader)) continue;
                    window.Position += (int)reader.BytesConsumed;
                    return;
                }
            }
            catch (JsonException e)
            {
                const string problem = "not in the format of allocation tracking";
                var at = window.Offset + reader.BytesConsumed;
                throw new SnapshotFormatException(window.SourceName, section, at, problem, Advice.Damaged, e);
            }

            state = reader.CurrentState;
            window.Position += (int)reader.BytesConsumed;
            if (!window.Refill()) throw CutOff(window, section);
        }
    }

    private static string FindText(ByteWindow window, StringTable strings, long index) => index >= 0 && index < strings.FileCount
        ? strings[(int)index]
        : throw Fault(window, "trace_function_infos", $"a name is string {index}, but there are only {strings.FileCount} strings");

    /// <summary>V8 counts lines and columns from 1 and writes 0 (old versions: -1) for an unknown one.</summary>
    private static int Position(long value) => value is > 0 and <= int.MaxValue ? (int)value : 0;

    private static SnapshotFormatException CutOff(ByteWindow window, string section) =>
        new(window.SourceName, section, window.Offset + window.Rest.Length, "the file ends inside the section", Advice.CutOff);

    private static SnapshotFormatException Fault(ByteWindow window, string section, string problem) =>
        new(window.SourceName, section, null, problem, Advice.Damaged);
}
