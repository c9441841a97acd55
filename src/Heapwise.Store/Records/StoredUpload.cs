namespace Heapwise.Store.Records;

/// <summary>A file that is to be copied to a storage, and how far that has come.</summary>
/// <param name="File">The file, with its target and what belongs together.</param>
/// <param name="Alert">What it was taken for; empty for a baseline.</param>
/// <param name="State">What is left to do.</param>
/// <param name="Location">Where it is, or is being written; empty before that is begun.</param>
/// <param name="Session">The storage's id of an unfinished upload to that location; empty where there is none.</param>
public sealed record StoredUpload(EvidenceFile File, string Alert, UploadState State, string Location, string Session);

/// <summary>How far an upload has come.</summary>
public enum UploadState
{
    /// <summary>It waits, or is under way.</summary>
    Waiting,

    /// <summary>The storage has it, and that was verified.</summary>
    Verified,

    /// <summary>It has been reported where it is.</summary>
    Told,
}
