using System.Text.Json.Serialization;
using Heapwise.Analysis.Allocations;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Reports;

public sealed record AllocationSiteRow
{
    /// <summary>As V8 calls it; <c>(anonymous)</c> without a name.</summary>
    public required string Function { get; init; }

    /// <summary>Where the function begins; null for V8's own.</summary>
    public required LocationReport? Location { get; init; }

    /// <summary><c>application</c>, <c>library</c> or <c>runtime</c>.</summary>
    public required SiteOwner Owner { get; init; }

    /// <summary>What the function allocated itself.</summary>
    public required long SelfBytes { get; init; }

    /// <summary>Including everything that it called.</summary>
    public required long TotalBytes { get; init; }

    /// <summary>Samples (sampling) or objects (timeline) of <see cref="SelfBytes"/>.</summary>
    public required long Count { get; init; }

    public static AllocationSiteRow From(AllocationSite site) => new()
    {
        Function = site.Frame.Name,
        Location = site.Frame.File.Length == 0 ? null : new LocationReport
        {
            File = site.Frame.File,
            Line = site.Frame.Line,
            Column = site.Frame.Column,
            Function = site.Frame.Name,
            Source = null,
        },
        Owner = site.Frame.Owner switch
        {
            CodeOwner.Application => SiteOwner.Application,
            CodeOwner.Library => SiteOwner.Library,
            _ => SiteOwner.Runtime,
        },
        SelfBytes = site.SelfBytes,
        TotalBytes = site.TotalBytes,
        Count = site.Count,
    };
}

/// <summary>Whose code a site is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SiteOwner>))]
public enum SiteOwner
{
    [JsonStringEnumMemberName("application")]
    Application,

    [JsonStringEnumMemberName("library")]
    Library,

    [JsonStringEnumMemberName("runtime")]
    Runtime,
}
