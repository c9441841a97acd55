using Heapwise.Live.Attaching;
using Heapwise.Live.Processes;

namespace Heapwise.Guard.Targets;

/// <summary>Which processes are watched. They are looked for again at every turn, so that restarts and new workers are found.</summary>
public abstract record TargetChoice
{
    private TargetChoice()
    {
    }

    /// <summary>Those of the processes that are meant.</summary>
    public abstract IEnumerable<NodeSighting> Among(IReadOnlyList<NodeSighting> all);

    /// <summary>For a sentence: <c>process 4711</c>.</summary>
    public abstract string Describe();

    /// <summary>One process. After its end there is none: a later process with its pid is another.</summary>
    public sealed record Process(int ProcessId) : TargetChoice
    {
        private readonly long? _start = ProcTime.FindStart(ProcessId);

        public override IEnumerable<NodeSighting> Among(IReadOnlyList<NodeSighting> all) =>
            all.Where(node => node.ProcessId == ProcessId && node.Start == _start);

        public override string Describe() => $"process {ProcessId}";
    }

    /// <summary>All whose command line contains a text, and the cluster workers of such a program.</summary>
    public sealed record Named(string Text) : TargetChoice
    {
        public override IEnumerable<NodeSighting> Among(IReadOnlyList<NodeSighting> all) =>
            all.Where(node => node.HasInCommandLine(Text));

        public override string Describe() => $"Node processes with '{Text}' in their command line";
    }

    /// <summary>All that are visible.</summary>
    public sealed record All : TargetChoice
    {
        public override IEnumerable<NodeSighting> Among(IReadOnlyList<NodeSighting> all) => all;

        public override string Describe() => "all Node processes";
    }

    /// <summary>A program that the guard has started, with every Node process that it starts.</summary>
    public sealed record Family(int ProcessId) : TargetChoice
    {
        public override IEnumerable<NodeSighting> Among(IReadOnlyList<NodeSighting> all)
        {
            var family = ProcTree.FindFamily(ProcessId);
            return all.Where(node => family.Contains(node.ProcessId));
        }

        public override string Describe() => $"the program of process {ProcessId}";
    }
}
