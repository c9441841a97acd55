using System.Runtime.ExceptionServices;

namespace Heapwise.Outside.Stopping;

/// <summary>
/// A thread of ours for one stop: threads of a target stay stopped no longer than the thread that stopped them lives.
/// </summary>
internal static class StoppingThread
{
    /// <summary>Runs some work on a thread of its own and waits for it. Throws what it throws.</summary>
    public static T Run<T>(Func<T> work)
    {
        T? result = default;
        Exception? problem = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = work();
            }
            catch (Exception caught)
            {
                problem = caught;
            }
        })
        {
            IsBackground = true,
            Priority = ThreadPriority.AboveNormal,
            Name = "heapwise outside",
        };
        thread.Start();
        thread.Join();
        if (problem is not null) ExceptionDispatchInfo.Throw(problem);
        return result!; // as the work returned it
    }
}
