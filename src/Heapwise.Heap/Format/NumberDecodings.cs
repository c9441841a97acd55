namespace Heapwise.Heap.Format;

/// <summary>What <c>heapwise doctor</c> says of the decoder.</summary>
public static class NumberDecodings
{
    public static NumberDecoding InUse =>
        RegularDecoder.ForceScalar ? NumberDecoding.Scalar : RegularDecoder.UsesVectors ? NumberDecoding.Vectors : NumberDecoding.Words;
}
