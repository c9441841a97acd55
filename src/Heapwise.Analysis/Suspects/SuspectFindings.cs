namespace Heapwise.Analysis.Suspects;

/// <summary>What a single snapshot shows.</summary>
/// <param name="HeapBytes">Bytes that strong edges reach.</param>
/// <param name="MinBytes">What a suspect holds at least, unless it has very many entries.</param>
/// <param name="Suspects">Those that the program can let go first, then by bytes.</param>
/// <param name="Signs">What else stands out, without a holder.</param>
public sealed record SuspectFindings(long HeapBytes, long MinBytes, IReadOnlyList<Suspect> Suspects, IReadOnlyList<SuspectSign> Signs)
{
    /// <summary>What is bounded by the program's own code is listed, but makes no verdict; nor do signs.</summary>
    public SuspectsVerdict Verdict =>
        Suspects.Any(suspect => !suspect.IsBounded) ? SuspectsVerdict.Suspects : SuspectsVerdict.NoSuspects;
}
