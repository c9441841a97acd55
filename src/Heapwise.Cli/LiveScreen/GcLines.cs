using System.Globalization;
using Heapwise.Analysis.GarbageCollection;
using Heapwise.Cli.Formatting;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.LiveScreen;

/// <summary>Collections as they come, a line each in columns of fixed width.</summary>
internal static class GcLines
{
    public static string Heading { get; } = $"{"At",9}  {"Kind",-14}  {"Pause",8}  {"Before",8}    {"After",-8}  {"Freed",8}  Cause";

    public static string Of(in GcEvent collection)
    {
        var sizes = collection.Sizes is { } known
            ? $"{Units.Bytes(known.BeforeBytes),8} -> {Units.Bytes(known.AfterBytes),-8}  {Units.Bytes(known.FreedBytes),8}"
            : new string(' ', 30);
        return $"{collection.At.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture),7} s  {GcText.Name(collection.Kind),-14}  {GcText.Pause(collection.Pause.TotalMilliseconds),8}  {sizes}  {collection.Cause}".TrimEnd();
    }
}
