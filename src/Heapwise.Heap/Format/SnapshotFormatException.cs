using System.Globalization;

namespace Heapwise.Heap.Format;

/// <summary>The input is not a complete and valid heap snapshot. The message is one line for the person at the terminal.</summary>
public sealed class SnapshotFormatException : Exception
{
    public SnapshotFormatException(string source, string section, long? offset, string problem, string nextStep, Exception? inner = null)
        : base(Describe(source, section, offset, problem, nextStep), inner)
    {
        SourceName = source;
        Section = section;
        Offset = offset;
        Problem = problem;
        NextStep = nextStep;
    }

    /// <summary>The file, or <c>-</c> for standard input.</summary>
    public string SourceName { get; }

    /// <summary>The top-level section, such as <c>nodes</c>, or <c>file</c> if none was reached.</summary>
    public string Section { get; }

    /// <summary>Byte offset in the decompressed snapshot; null if the fault has no single position.</summary>
    public long? Offset { get; }

    /// <summary>What was found and what was expected.</summary>
    public string Problem { get; }

    /// <summary>What to do about it.</summary>
    public string NextStep { get; }

    private static string Describe(string source, string section, long? offset, string problem, string nextStep) =>
        offset is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"{source}: section {section}, byte {at}: {problem}. {nextStep}")
            : string.Create(CultureInfo.InvariantCulture, $"{source}: section {section}: {problem}. {nextStep}");
}
