using System.Globalization;
using Heapwise.Guard.Metrics.Figures;
using Heapwise.Guard.Metrics.Prometheus;

namespace Heapwise.Guard.Metrics.Otlp;

/// <summary>What a message is about: the guard, and every process that it watches, each with the attributes that identify it.</summary>
internal static class OtlpOrigins
{
    private const string ServiceName = "service.name";

    /// <param name="figures">What the latest turn has left.</param>
    /// <param name="given">Attributes from settings: they have the last word, but for what tells processes apart.</param>
    public static IEnumerable<OtlpOrigin> Of(GuardFigures figures, IReadOnlyList<(string Name, string Value)> given)
    {
        var common = given.Select(pair => new OtlpAttribute(pair.Name, pair.Value)).ToList();
        if (given.All(pair => pair.Name != "host.name")) common.Add(new OtlpAttribute("host.name", figures.Host));
        var guard = common.Where(attribute => attribute.Key != ServiceName)
            .Append(new OtlpAttribute(ServiceName, "heapwise"))
            .Append(new OtlpAttribute("service.version", GuardFigures.Version))
            .Append(ProcessId(Environment.ProcessId));
        return figures.Targets
            .GroupBy(target => target.Target.Node)
            .Select(process => process.OrderBy(target => target.Target.Thread is not null).ToList())
            .Where(process => process[0].Target.Thread is null)
            .Select(process => ProcessOrigin.Of(process, AttributesOf(process[0], common)))
            .Prepend(GuardOrigin.Of(figures, [.. guard.DistinctBy(attribute => attribute.Key)]));
    }

    private static List<OtlpAttribute> AttributesOf(TargetFigures process, List<OtlpAttribute> common)
    {
        var node = process.Target.Node;
        List<OtlpAttribute> own =
        [
            ProcessId(node.ProcessId),
            new("service.instance.id", process.Target.Key),
            new("process.runtime.name", "nodejs"),
        ];
        if (process.NodeVersion is { } version) own.Add(new OtlpAttribute("process.runtime.version", version.TrimStart('v')));
        if (node.Container.Length > 0) own.Add(new OtlpAttribute("container.id", node.Container));
        var fallback = new OtlpAttribute(ServiceName, TargetLabels.ProgramOf(process.Target));
        return [.. own.Concat(common).Append(fallback).DistinctBy(attribute => attribute.Key)];
    }

    private static OtlpAttribute ProcessId(int id) => new("process.pid", id.ToString(CultureInfo.InvariantCulture)) { Number = id };
}
