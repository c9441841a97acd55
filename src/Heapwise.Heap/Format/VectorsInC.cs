using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Heapwise.Heap.Format;

/// <summary>
/// The survey and the vector decoder of the native build, in vectors.c: the compiler of native AOT takes AVX-512 for all code or for
/// none, and this program must also run on processors that lack it. Builds that compile at run time never come here.
/// </summary>
internal static partial class VectorsInC
{
    private const string Library = "heapwise_vectors";

    /// <summary>Whether vectors.c is linked into this program: known at build time, so that other builds contain none of this.</summary>
    [FeatureSwitchDefinition("Heapwise.VectorsInC")]
    public static bool AreLinked => AppContext.TryGetSwitch("Heapwise.VectorsInC", out var areLinked) && areLinked;

    /// <summary>As <see cref="IntegerScanner.Look"/>.</summary>
    public static unsafe IntegerScanner.Survey Look(ref byte start, int length)
    {
        fixed (byte* text = &start)
        {
            Look(text, length, out var found);
            return new IntegerScanner.Survey(found.Length, found.Commas, found.Regular != 0);
        }
    }

    /// <summary>As <see cref="RegularDecoder.Decode"/>.</summary>
    public static unsafe int Decode(ref byte start, int length, ulong[] batch, INumberSink sink, long firstNumber)
    {
        fixed (byte* text = &start)
        fixed (ulong* values = batch)
        {
            int at = 0, count = 0;
            while (true)
            {
                count += Decode(text, length, ref at, values + count, batch.Length - count);
                if (at < 0) return ~at;
                if (at >= length) break;
                RegularDecoder.Flush(batch, ref count, sink, ref firstNumber);
            }

            if (count > 0) sink.Accept(batch.AsSpan(0, count), firstNumber);
            return -1;
        }
    }

    /// <summary>1 where the processor and the system have what vectors.c uses.</summary>
    [LibraryImport(Library, EntryPoint = "heapwise_has_avx512")]
    internal static partial int HasAvx512();

    [LibraryImport(Library, EntryPoint = "heapwise_look")]
    private static unsafe partial void Look(byte* start, int length, out NativeSurvey survey);

    // Short, and never waits or calls back, so the collector need not be told of the call.
    [SuppressGCTransition]
    [LibraryImport(Library, EntryPoint = "heapwise_decode")]
    private static unsafe partial int Decode(byte* start, int length, ref int at, ulong* values, int room);

    private readonly record struct NativeSurvey(int Length, int Commas, int Regular);
}
