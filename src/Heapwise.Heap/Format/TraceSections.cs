using System.Text.Json;
using Heapwise.Heap.Columns;
using Heapwise.Heap.Graph;

namespace Heapwise.Heap.Format;

/// <summary>
/// The sections of allocation tracking: <c>trace_function_infos</c> (6 numbers a function), <c>trace_tree</c> (a call is id, function,
/// count, size and an array of further calls, flat one behind the other), <c>samples</c> (time and last id). Read token by token with a
/// stack of open calls: recursion in the program makes the tree deep, never this reader. V8 writes <c>src/profiler/heap-snapshot-generator.cc</c>.
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

    /// <summary>Reads one of the sections; leaves the window behind it.</summary>
    public void Read(ByteWindow window, string section, CancellationToken cancellation)
    {
        if (section == "trace_tree") ReadTree(window, section, cancellation);
        else ReadFlat(window, section, section == "samples" ? _samples : _functions, cancellation);
    }

    /// <summary>What was read, once the strings are known.</summary>
    /// <param name="nodes">The call that allocated each node; owned by the result.</param>
    public AllocationTraces Build(ByteWindow window, StringTable strings, NativeColumn<uint>? nodes)
    {
        if (_functions.Count % FunctionFields != 0) throw Fault(window, "trace_function_infos", $"the array holds {_functions.Count} numbers, which is no multiple of {FunctionFields}");
        var functions = new List<TraceFunction>(_functions.Count / FunctionFields);
        for (var at = 0; at < _functions.Count; at += FunctionFields)
            functions.Add(new TraceFunction(Text(window, strings, _functions[at + 1]), Text(window, strings, _functions[at + 2]), Place(_functions[at + 4]), Place(_functions[at + 5])));
        foreach (var call in _calls)
        {
            if (call.Function >= functions.Count) throw Fault(window, "trace_tree", $"a call is of function {call.Function}, of {functions.Count} functions");
        }

        return new AllocationTraces(functions, _calls, _callOfId, nodes, _samples.Count >= 2 ? _samples[1] : null);
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
        // An open array, and the call that its calls belong to; the outermost belongs to none.
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

    /// <summary>Shows every token of the value at the window's position until the visitor has seen the last.</summary>
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
                throw new SnapshotFormatException(window.SourceName, section, window.Offset + reader.BytesConsumed, "not as allocation tracking writes it", Advice.Damaged, e);
            }

            state = reader.CurrentState;
            window.Position += (int)reader.BytesConsumed;
            if (!window.Refill()) throw new SnapshotFormatException(window.SourceName, section, window.Offset + window.Rest.Length, "the file ends inside the section", Advice.CutOff);
        }
    }

    private static string Text(ByteWindow window, StringTable strings, long index) =>
        index >= 0 && index < strings.FileCount ? strings[(int)index] : throw Fault(window, "trace_function_infos", $"a name is string {index}, of {strings.FileCount} strings");

    /// <summary>V8 writes positions from 1, and 0 (in old versions -1) for unknown.</summary>
    private static int Place(long value) => value is > 0 and <= int.MaxValue ? (int)value : 0;

    private static SnapshotFormatException Fault(ByteWindow window, string section, string problem) => new(window.SourceName, section, null, problem, Advice.Damaged);
}
