using Heapwise.Live.Processes;
using Heapwise.Live.Targets;

namespace Heapwise.Live.Attaching;

/// <summary>Whether heapwise can reach a process through its inspector.</summary>
/// <param name="Address">Where the inspector listens, <c>127.0.0.1:9229</c>; null where it is closed or not visible to us.</param>
/// <param name="Obstacle">Why heapwise cannot attach by pid; null where it can.</param>
public sealed record NodeProcessInspector(string? Address, AttachObstacle? Obstacle)
{
    internal static NodeProcessInspector Read(int processId)
    {
        var address = FindAddress(processId);
        return new NodeProcessInspector(address, FindObstacle(processId, isOpen: address is not null));
    }

    private static string? FindAddress(int processId)
    {
        try
        {
            var opened = new OpenedInspectors(StateFolder.Default).Find(processId);
            var port = InspectorArguments.Read(processId).Port;
            return ProcSockets.ReadListeningRows(processId)
                .Where(row => row.Local.Port == opened?.Port || row.Local.Port == port)
                .FirstOrDefault(row => !ProcLoop.IsServedByMain(processId, row.Inode)).Local?.ToString();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null; // another user's: its descriptors are not visible to us
        }
    }

    private static AttachObstacle? FindObstacle(int processId, bool isOpen)
    {
        try
        {
            AttachChecks.EnsureReachable(processId);
            if (!isOpen) AttachChecks.EnsureSignalIsSafe(processId);
            return null;
        }
        catch (ObstacleException obstacle)
        {
            return new AttachObstacle(obstacle.Message, obstacle.Reason);
        }
        catch (TargetException problem)
        {
            return new AttachObstacle(problem.Message, problem.Message); // it has just ended
        }
    }
}
