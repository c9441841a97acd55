using Heapwise.Analysis.Reports;

namespace Heapwise.Cli.Doctor;

/// <summary>Whose processes can be attached to.</summary>
internal static class RightsCheck
{
    private const string Name = "permissions";

    public static IEnumerable<DoctorCheck> Of(DoctorFacts facts)
    {
        if (facts.Rights is not { } rights) yield break;
        var whose = rights.UserId == 0 ? "root: the processes of all users can be attached to" : $"user {rights.UserId}: only this user's "
            + "processes can be attached to";
        var tracing = rights.PtraceScope > 0
            ? $". kernel.yama.ptrace_scope is {rights.PtraceScope}, which does not matter: heapwise traces nothing"
            : "";
        string? missing = (rights.MayInspectAll, rights.MayEnterNetworks) switch
        {
            _ when rights.UserId != 0 => null,
            (true, true) => null,
            (false, true) => "without CAP_SYS_PTRACE, those of other users are out of reach",
            (true, false) => "without CAP_SYS_ADMIN, those in other containers are out of reach",
            _ => "without CAP_SYS_PTRACE and CAP_SYS_ADMIN, those of other users and in other containers are out of reach",
        };
        yield return missing is null
            ? DoctorChecks.Ok(Name, whose + tracing)
            : DoctorChecks.Note(Name, $"root: {missing}{tracing}");
        if (rights.IsInContainer)
            yield return DoctorChecks.Note(
                "container", "heapwise runs in a container and sees only the processes in it. Run it on the host to see those of all");
    }
}
