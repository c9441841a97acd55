namespace Heapwise.Server.Histories;

/// <summary>What is known of one target.</summary>
public sealed record HistoryDetail(
    HistoryTargetRow Target,
    IReadOnlyList<string> Series,
    IReadOnlyList<HistoryEventRow> Events,
    IReadOnlyList<HistoryEvidenceRow> Evidence);
