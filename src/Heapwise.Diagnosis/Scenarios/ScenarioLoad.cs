using Heapwise.Diagnosis.Loads;

namespace Heapwise.Diagnosis.Scenarios;

/// <summary>What a scenario puts its program under.</summary>
public abstract record ScenarioLoad
{
    private ScenarioLoad()
    {
    }

    /// <summary>Whether its requests are counted, so that there is growth per request.</summary>
    public abstract bool CountsRequests { get; }

    /// <param name="output">Where the output of commands goes.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="LoadException">A request cannot be sent.</exception>
    public abstract ILoad Create(Stream output, TimeProvider time);

    /// <summary>Requests that we send.</summary>
    public sealed record Requests(HttpLoadOptions Options) : ScenarioLoad
    {
        public override bool CountsRequests => true;

        public override ILoad Create(Stream output, TimeProvider time) => new HttpLoad(Options with { Time = time });
    }

    /// <summary>A command, such as another load generator.</summary>
    /// <param name="Options">The command.</param>
    /// <param name="Ready">What is asked until the program is ready; null: nothing is waited for.</param>
    public sealed record Command(CommandLoadOptions Options, HttpLoadOptions? Ready) : ScenarioLoad
    {
        public override bool CountsRequests => Options.Requests is not null;

        public override ILoad Create(Stream output, TimeProvider time)
        {
            var ready = Ready is null ? null : new HttpLoad(Ready with { Time = time });
            return new CommandLoad(Options with { Ready = ready }, output, time);
        }
    }

    /// <summary>The program's own work.</summary>
    public sealed record OwnWork(TimeSpan Every) : ScenarioLoad
    {
        public override bool CountsRequests => false;

        public override ILoad Create(Stream output, TimeProvider time) => new TimedLoad(Every, time);
    }
}
