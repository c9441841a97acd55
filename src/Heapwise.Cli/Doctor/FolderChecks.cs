using Heapwise.Analysis.Language.Units;
using Heapwise.Analysis.Reports;
using Heapwise.Cli.Formatting;
using Heapwise.Live.Surroundings;

namespace Heapwise.Cli.Doctor;

/// <summary>The folders that heapwise writes into by itself.</summary>
internal static class FolderChecks
{
    private const long ForSnapshots = 1_000_000_000;

    public static IEnumerable<DoctorCheck> Of(DoctorFacts facts)
    {
        yield return Check(facts.Temporary, "temporary-folder", ForSnapshots, DoctorState.Problem,
            "live diagnoses have no place for their snapshots", "export TMPDIR=/var/tmp");
        yield return Check(facts.Index, "index-folder", ForSnapshots, DoctorState.Note,
            "opening a large snapshot again will not be faster", "export XDG_CACHE_HOME=/var/tmp/cache");
        yield return Check(facts.Notes, "notes-folder", enough: 0, DoctorState.Note,
            "if heapwise is killed, the next run does not know which inspectors it left open", "export XDG_STATE_HOME=/var/tmp/state");
    }

    private static DoctorCheck Check(FolderState folder, string name, long enough, DoctorState state, string consequence, string command)
    {
        if (!folder.IsWritable) return new DoctorCheck(name, state, $"{folder.Path}: cannot be written: {consequence}", command);
        var free = folder.FreeBytes is { } bytes ? $", {ByteSize.Format(bytes)} free" : "";
        return folder.FreeBytes < enough
            ? DoctorChecks.Note(name, $"{folder.Path}{free}: little for large snapshots", $"df -h {ShellWords.Quote(folder.Path)}")
            : DoctorChecks.Ok(name, folder.Path + free);
    }
}
