using Heapwise.Analysis.Leaks;
using Heapwise.Analysis.Leaks.Clusters;
using Heapwise.Analysis.Leaks.Facts;
using Heapwise.Analysis.Leaks.Patterns;
using Heapwise.Analysis.Retention.Containers;
using Heapwise.Analysis.Retention.Names;

namespace Heapwise.Analysis.Language;

/// <summary>A leak's facts in the form in which sentences and examples of every language mention them.</summary>
/// <param name="leak">The leak.</param>
/// <param name="language">The language, for the holder's name.</param>
/// <param name="unnamed">What the language calls the content of a holder without a name.</param>
internal sealed class LeakFacts(Leak leak, ReportLanguage language, string unnamed)
{
    public Leak Leak => leak;

    public LeakGrowth Growth => leak.Growth;

    public LeakFunction? Function => leak.Function;

    public KeptBuffers? Buffers => leak.Buffers;

    /// <summary>True where what is put in, or something in it, is a DataView, which has no method to copy itself.</summary>
    public bool AreDataViews => leak.Growth.Classes.Any(row => row.Name == "DataView");

    /// <summary>The holder in words.</summary>
    public string Holder { get; } = language.NameOf(leak.Holder);

    /// <summary>The holder's name as code, such as <c>cache</c>; a general word where it has none.</summary>
    public string Name => leak.Holder.ShortName ?? unnamed;

    /// <summary>The holder as an expression of JavaScript, such as <c>this.sessions</c>.</summary>
    public string Code => HeapHolder is { } holder ? CodeOf(holder.Name) : Name;

    /// <summary>What kind of container the holder is: <see cref="ContainerKind.None"/> where it is none.</summary>
    public ContainerKind Container => HeapHolder?.Contents.Kind ?? ContainerKind.None;

    /// <summary>The container in JavaScript's word, such as <c>Map</c>; <c>object</c> for anything else.</summary>
    public string Collection => ContainerWords.Find(Container) ?? "object";

    /// <summary>The containers inside the holder, where it is those that grow; else null.</summary>
    public string? InnerCollection => HeapHolder is { } holder ? ContainerWords.Find(holder.Contents.Inner) : null;

    /// <summary>The holder's entries in the last snapshot; null where it is no container.</summary>
    public long? EntriesNow => HeapHolder?.Contents.Entries?.Count;

    /// <summary>The list of listeners that the holder is; null where it is something else.</summary>
    public ListenerList? Listeners => HeapHolder?.Name.Listeners;

    /// <summary>The library between the program and the leaked objects, or <c>node</c>; null where there is none.</summary>
    public string? Library => HeapHolder?.Name.Library;

    /// <summary>True where a library holds what accumulates.</summary>
    public bool IsInLibrary => Library is not (null or "node");

    private LeakHolder.HeapObject? HeapHolder => leak.Holder as LeakHolder.HeapObject;

    /// <summary>
    /// The emitter in code: a variable or property only where that is the emitter itself, as an AbortController is not its
    /// signal.
    /// </summary>
    public string EmitterCode(EventListenerPattern.Listeners pattern)
    {
        if (HeapHolder?.Name is not { } name) return "emitter";
        var isUnnamed = name.Kind == HolderKind.Instance;
        if (name.Listeners is { IsOfEventTarget: true } list && (isUnnamed || !pattern.IsEmitterNamed))
        {
            return list.EmitterClass == "AbortSignal" ? "signal" : "target";
        }

        return isUnnamed && name.Name != "process" ? "emitter" : Code;
    }

    /// <summary>The emitter in code whose table of events is the holder.</summary>
    public string CodeOfEventTable => Code.EndsWith("._events", StringComparison.Ordinal) ? Code[..^"._events".Length] : "emitter";

    /// <summary>The name as it is written in a program, up to the first entry of a container.</summary>
    private static string CodeOf(HolderName name)
    {
        var text = (name.Name ?? "entries").Split('[')[0].TrimEnd('.');
        return name.Kind switch
        {
            HolderKind.Property => "this." + text,
            HolderKind.Static => $"{name.Scope.ClassName}.{text}",
            _ => text,
        };
    }
}
