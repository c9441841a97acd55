using System.Globalization;
using Heapwise.Analysis.GarbageCollection;
using Heapwise.Analysis.Language.Units;
using Heapwise.Cli.Texts;

namespace Heapwise.Cli.LiveScreen;

/// <summary>Collections as they happen, one line each in columns of fixed width.</summary>
internal static class GcLines
{
    public static string Heading { get; } = $"{"At",9}  {"Kind",-14}  {"Pause",8}  {"Before",8}    {"After",-8}  {"Freed",8}  Cause";

    public static string Of(in GcEvent collection)
    {
        var at = collection.At.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
        var pause = Durations.FormatPause(collection.Pause.TotalMilliseconds);
        return $"{at,7} s  {GcText.Name(collection.Kind),-14}  {pause,8}  {Sizes(collection)}  {collection.Cause}".TrimEnd();
    }

    private static string Sizes(in GcEvent collection)
    {
        if (collection.Sizes is not { } sizes) return new string(' ', 30);
        var (before, after) = (ByteSize.Format(sizes.BeforeBytes), ByteSize.Format(sizes.AfterBytes));
        return $"{before,8} -> {after,-8}  {ByteSize.Format(sizes.FreedBytes),8}";
    }
}
